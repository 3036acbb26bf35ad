import { type SQL, sql } from 'drizzle-orm'
import type { EventData, EventType } from '#shared/contracts/events.ts'
import { events, type Queryable } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { hasSubscriber } from './subscribers.ts'

/** Something that happened, to be written together with what it tells of. */
export interface NewEvent {
  /** For what may be told of twice: one with the id of an earlier one is left out. */
  id?: string
  type: EventType
  appId: string
  sessionId: string
  /** JID of the chat that it is in; none: it is of the session. */
  chat?: string
  data: EventData
  occurredAt: Date
  /** The message whose file goes along, and how long it may be waited for. */
  file?: { messageId: string; sender: string; heldUntil: Date }
}

/**
 * Writes events into the outbox, in the transaction of what they tell of. What strangers wrote is made storable: one
 * character of theirs must not keep the rest from being written. One that nobody wants is handled at once. Answers whether
 * there is something to publish.
 */
export async function emit(db: Queryable, happened: readonly NewEvent[]): Promise<boolean> {
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
 * The end of a statement that changes rows and tells of it: a common table expression that writes an event for each row of
 * `from`. Columns that it reads: session_id, app_id, remote_jid, type (of event), data (jsonb); with files also message_id,
 * message_sender and held_until, which are null where no file goes along. It returns session_id, and published_at: null where somebody wants
 * to hear of it.
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
