import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isNamedIn } from '../person.ts'
import { type EventTraces, isEventOf, redactEvent } from '../redact.ts'
import { isJidIn, mayName } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface EventRow extends EventTraces {
  [column: string]: unknown
  id: string
  sessionId: string | null
  occurredAt: string
}

const COLUMNS = sql`id, session_id as "sessionId", type, chat, data, message_sender as "messageSender", occurred_at as "occurredAt"`

/**
 * Events that name the person. An event about a message from after the request stays as long as the message exists. The outbox still
 * publishes an erased event, without the person.
 */
export const events = defineSection<EventRow>({
  scope: 'app',
  async find(tx, { appId, person, before }, after, most) {
    const scanned = await scanWithin<EventRow>(
      tx,
      {
        from: sql`events`,
        columns: COLUMNS,
        where: sql`app_id = ${appId}`,
        order: [['seq', 'bigint']],
        matches: sql`(${isJidIn(person, sql`chat`)} or coalesce(${isJidIn(person, sql`message_sender`)}, false)
            or ${mayName(person, sql`data::text`)})
          and (occurred_at < ${before.toISOString()}::timestamptz or (type like 'message.%' and not exists (
            select 1 from messages m where m.session_id = events.session_id and m.id = events.data ->> 'id')))`,
      },
      after,
      most,
    )
    const rows = scanned.rows.filter((row) => isEventOf(person, row) || isNamedIn(person, row.data))
    return { ...scanned, rows }
  },
  async erase(tx, { person }, found) {
    const ids = arrayParam(found.map(({ id }) => id))
    const { rows } = await tx.execute<EventRow>(sql`
      select ${COLUMNS} from events where id = any(${ids}::text[]) order by seq for update`)
    const changes = rows.map((row) => ({ id: row.id, ...redactEvent(person, row) }))
    await tx.execute(sql`
      with changed as (
        update events e set chat = c.chat, data = c.data, message_sender = c."messageSender"
        from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c (id text, chat text, data jsonb, "messageSender" text)
        where e.id = c.id returning e.id, e.session_id, e.chat
      ),
      answers as (
        update delivery_attempts a set response = null from changed join deliveries d on d.event_id = changed.id
        where a.delivery_id = d.id and a.response is not null
      )
      update deliveries d set lane = concat(changed.session_id, ':', changed.chat) from changed where d.event_id = changed.id`)
  },
  toLines: async (_tx, { person }, rows) =>
    rows.map(({ id, type: event, occurredAt, data, ...row }) => ({
      type: 'event',
      id,
      event,
      occurredAt,
      session: row.sessionId,
      // The data of another person's event belongs to the other person.
      ...(isEventOf(person, { type: event, data, ...row }) && { data }),
    })),
})
