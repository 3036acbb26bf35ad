import { type SQL, sql } from 'drizzle-orm'

/**
 * Returns a JSON object with the LID of a chat's person as `remoteLid`. The object is empty if the LID is unknown, or if the
 * data of the event names no chat.
 * @param data the data of the event, as JSON
 */
export function remoteLid(sessionId: SQL, data: SQL): SQL {
  return sql`coalesce((
    select jsonb_build_object('remoteLid', l.lid) from lid_mappings l
    where l.session_id = ${sessionId} and l.phone_jid = ${data} ->> 'remoteJid' limit 1
  ), '{}')`
}
