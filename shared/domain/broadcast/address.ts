import { sql } from 'drizzle-orm'
import { isLid, personSchema, phoneJid, phoneOf } from '#shared/jid.ts'

/** The address of a recipient as people write it: a number or a JID, parsed to digits. A LID without a number stays a JID. */
export const addressSchema = personSchema.transform((jid) => phoneOf(jid) ?? jid)

/** Returns the JID of a recipient's stored address. */
export function jidOfAddress(address: string): string {
  return isLid(address) ? address : phoneJid(address)
}

/**
 * Returns an SQL expression for the JID of the chat with a recipient: the phone-number JID, if the session knows the number of a
 * LID.
 * @param address a column with the stored address
 */
export function chatOfAddress(address: unknown, sessionId: string) {
  return sql`case when ${address} like '%@lid' then coalesce((
      select phone_jid from lid_mappings where session_id = ${sessionId} and lid = ${address}), ${address})
    else ${address} || '@s.whatsapp.net' end`
}
