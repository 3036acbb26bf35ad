import { type SQL, sql } from 'drizzle-orm'
import type { EventData, EventType } from '#shared/contracts/events.ts'
import { events, type Queryable } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { hasSubscriber } from './subscribers.ts'

/** Event to write in the transaction of the change that it reports. */
export interface NewEvent {
  /** Id, if the same change may be reported twice. An event with a known id is not written again. */
  id?: string
  type: EventType
  appId: string
  sessionId: string
  /** JID of the chat; absent for an event of the session itself. */
  chat?: string
  data: EventData
  occurredAt: Date
  /** Message whose file belongs to the event, and the time until which the event waits for the file. */
  file?: { messageId: string; sender: string; heldUntil: Date }
}

/**
 * Writes events into the outbox, in the transaction of their changes. Makes the data storable first: one unstorable
 * character of a received message would fail the whole transaction. Writes an event without a subscriber as handled.
 * @returns true if at least one event is left to publish
 */
export async function emit({
  ctx: { db },
  input: happened,
}: {
  ctx: { db: Queryable }
  input: readonly NewEvent[]
}): Promise<boolean> {
  if (happened.length === 0) return false
  const written = await db
    .insert(events)
    .values(
      happened.map(({ file, data, ...event }) => ({
        ...event,
        data: toStorableDeep(data),
        ...(file && { messageId: file.messageId, messageSender: file.sender, heldUntil: file.heldUntil }),
        ...unlessWanted(event),
      })),
    )
    .onConflictDoNothing()
    .returning({ publishedAt: events.publishedAt })
  return written.some(({ publishedAt }) => publishedAt === null)
}

/**
 * Builds the end of a statement that changes rows and reports the changes. This table expression writes an
 * event for each row of `from`. The expression returns session_id and published_at. If the event has a subscriber,
 * published_at is null.
 * @param from table of session_id, app_id, remote_jid, type (of the event) and data (jsonb)
 * @param withFiles also reads message_id, message_sender and held_until of `from`; they are null for an event without
 * a file
 */
export function emitFrom(from: SQL, occurredAt: Date, { withFiles = false } = {}): SQL {
  const at = sql`${occurredAt.toISOString()}::timestamptz`
  const fact = { appId: sql`fact.app_id`, sessionId: sql`fact.session_id`, type: sql`fact.type` }
  const file = withFiles ? sql`message_id, message_sender, held_until, ` : sql``
  return sql`insert into events (${file}app_id, session_id, chat, type, data, occurred_at, published_at, handled_at)
    select ${file}fact.app_id, fact.session_id, fact.remote_jid, fact.type, fact.data, ${at}, fate.handled_at, fate.handled_at
    from ${from} fact, lateral (select case when not ${hasSubscriber(fact)} then ${at} end as handled_at) fate
    returning session_id, published_at`
}

function unlessWanted({ appId, sessionId, type, occurredAt }: Omit<NewEvent, 'data'>) {
  const event = { appId: sql`${appId}`, sessionId: sql`${sessionId}`, type: sql`${type}::text` }
  const at = sql<Date>`case when not ${hasSubscriber(event)} then ${occurredAt.toISOString()}::timestamptz end`
  return { publishedAt: at, handledAt: at }
}
