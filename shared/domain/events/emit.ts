import { type SQL, sql } from 'drizzle-orm'
import type { EventData, EventType } from '#shared/contracts/events.ts'
import { events, type Queryable } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'

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
 * character of theirs must not keep the rest from being written.
 */
export async function emit(db: Queryable, happened: readonly NewEvent[]): Promise<void> {
  if (happened.length === 0) return
  await db
    .insert(events)
    .values(
      happened.map(({ file, data, ...event }) => ({
        ...event,
        data: toStorableDeep(data),
        ...(file && { messageId: file.messageId, messageSender: file.sender, heldUntil: file.heldUntil }),
      })),
    )
    .onConflictDoNothing()
}

/**
 * The end of a statement that changes rows and tells of it: a common table expression that writes an event for each row of
 * `from`. Columns that it reads: session_id, app_id, remote_jid, type (of event), data (jsonb).
 */
export function emitFrom(from: SQL, occurredAt: Date): SQL {
  return sql`insert into events (app_id, session_id, chat, type, data, occurred_at)
    select app_id, session_id, remote_jid, type, data, ${occurredAt.toISOString()}::timestamptz from ${from}`
}
