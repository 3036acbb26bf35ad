import { type SQL, sql } from 'drizzle-orm'
import { isLid, personSchema, phoneJid, phoneOf } from '#shared/jid.ts'
import { spellingsArray } from '../spellingSql.ts'

/** The address of a recipient as people write it: a number or a JID, parsed to digits. A LID without a number stays a JID. */
export const addressSchema = personSchema.transform((jid) => phoneOf(jid) ?? jid)

/** Returns the JID of a recipient's stored address. */
export function jidOfAddress(address: string): string {
  return isLid(address) ? address : phoneJid(address)
}

/**
 * Builds the expression for the JIDs of the chat with a recipient: the phone-number JID in each spelling. For a LID, the expression is the
 * phone-number JID if the session knows the number, and the LID otherwise.
 * @param address a column with the stored address
 */
export function chatsOfAddress(address: SQL, sessionId: string): SQL<string[]> {
  return sql<string[]>`case when ${address} like '%@lid' then array[coalesce((
      select phone_jid from lid_mappings where session_id = ${sessionId} and lid = ${address}), ${address})]
    else array(select spelling || '@s.whatsapp.net' from unnest(${spellingsArray(address)}) spelling) end`
}
