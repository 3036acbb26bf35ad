import { type SQL, sql } from 'drizzle-orm'

/** Fields with the JID of the person that an event is about, by precedence. */
const PERSON = sql.raw(
  ['voter', 'participant', 'from', 'to', 'remoteJid'].map((name) => `d ->> '${name}'`).join(', '),
)

/**
 * Returns a JSON object with the identity of the persons of an event, as far as the session knows them by now. `remoteLid` is the LID of the
 * chat's person. `phone` and `username` are those of the person in the event: the voter, the author in a group, or the chat's
 * person. `phone` is null for a person who hides the number, and absent where the event names no person.
 * @param data the data of the event, as JSON
 */
export function identityFields(sessionId: SQL, data: SQL): SQL {
  const lidOf = (jid: SQL) => sql`coalesce((case when ${jid} like '%@lid' then ${jid} end),
    (select l.lid from lid_mappings l where l.session_id = ${sessionId} and l.phone_jid = ${jid} limit 1))`
  return sql`(select coalesce(
      (select jsonb_build_object('remoteLid', lid) from (select ${lidOf(sql`d ->> 'remoteJid'`)} as lid) r where lid is not null), '{}')
    || coalesce((
      select jsonb_build_object('phone', case when jid like '%@s.whatsapp.net' then split_part(jid, '@', 1) end)
        || coalesce((select jsonb_build_object('username', substr(jid, 2)) where jid like '@%'), (
          select jsonb_build_object('username', u.username) from usernames u
          where u.session_id = ${sessionId} and u.lid = ${lidOf(sql`jid`)}), '{}')
      from (select coalesce(${PERSON}) as jid) person
      where jid like '%@s.whatsapp.net' or jid like '%@lid' or jid like '@%'), '{}')
    from (select ${data} as d) given)`
}
