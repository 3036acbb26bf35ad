import { sql } from 'drizzle-orm'
import type { EventType, StoredEvent } from '#shared/contracts/events.ts'
import { events, type Queryable } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { hasSubscriber } from './subscribers.ts'

/** Columns of a new event beside its type and its data. */
interface EventColumns {
  /** Id, if the same change may be reported twice. An event with a known id is not written again. */
  id?: string
  appId: string
  sessionId: string
  /** JID of the chat; absent for an event of the session itself. */
  chat?: string
  occurredAt: Date
  /** Author of the message that a change concerns; absent for a message of ours. */
  author?: string
  /** Message whose file belongs to the event, and the time until which the event waits for the file. */
  file?: { messageId: string; sender: string; heldUntil: Date }
}

/** Event to write in the transaction of the change that it reports. The type determines the data. */
export type NewEvent<Type extends EventType = EventType> = EventColumns & StoredEvent<Type>

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
      happened.map(({ file, author, data, ...event }) => ({
        ...event,
        data: toStorableDeep(data),
        ...(author !== undefined && { messageSender: author }),
        ...(file && { messageId: file.messageId, messageSender: file.sender, heldUntil: file.heldUntil }),
        ...unlessWanted(event),
      })),
    )
    .onConflictDoNothing()
    .returning({ publishedAt: events.publishedAt })
  return written.some(({ publishedAt }) => publishedAt === null)
}

function unlessWanted({
  appId,
  sessionId,
  type,
  occurredAt,
}: Pick<NewEvent, 'appId' | 'sessionId' | 'type' | 'occurredAt'>) {
  const event = { appId: sql`${appId}`, sessionId: sql`${sessionId}`, type: sql`${type}::text` }
  const at = sql<Date>`case when not ${hasSubscriber(event)} then ${occurredAt.toISOString()}::timestamptz end`
  return { publishedAt: at, handledAt: at }
}
