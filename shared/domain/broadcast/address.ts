import { type SQL, sql } from 'drizzle-orm'
import { isLid, memberSchema, phoneJid, phoneOf } from '#shared/jid.ts'
import { usernameOf } from '#shared/username.ts'
import { spellingsArray } from '../spellingSql.ts'

/**
 * The address of a recipient as people write it: a number or a JID, parsed to digits. A LID without a number stays a JID, and a username
 * stays `@username` until a session has found its LID.
 */
export const addressSchema = memberSchema.transform((jid) => phoneOf(jid) ?? jid)

/** Returns the JID of a recipient's stored address, or `@username`. */
export function jidOfAddress(address: string): string {
  return isLid(address) || usernameOf(address) !== null ? address : phoneJid(address)
}

/**
 * Builds the expression for the JIDs of the chat with a recipient: the phone-number JID in each spelling. For a LID, the expression is the
 * phone-number JID if the session knows the number, and the LID otherwise. A username stands for its LID if the session knows it.
 * @param address a column with the stored address
 */
export function chatsOfAddress(address: SQL, sessionId: string): SQL<string[]> {
  const chatOf = (lid: SQL) => sql`coalesce((
      select phone_jid from lid_mappings where session_id = ${sessionId} and lid = ${lid}), ${lid})`
  return sql<string[]>`case when ${address} like '%@lid' then array[${chatOf(address)}]
    when ${address} like '@%' then array(select ${chatOf(sql`u.lid`)} from usernames u
      where u.session_id = ${sessionId} and lower(u.username) = substr(${address}, 2))
    else array(select spelling || '@s.whatsapp.net' from unnest(${spellingsArray(address)}) spelling) end`
}
