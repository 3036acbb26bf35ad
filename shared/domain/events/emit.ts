import { type SQL, sql } from 'drizzle-orm'
import type { EventData, EventType, StoredEvent } from '#shared/contracts/events.ts'
import { events, type Queryable } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { identityFields } from './identityFields.ts'
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
  /** Author of the message that the event changes; absent for a message of ours. */
  messageSender?: string
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
      happened.map(({ file, data, ...event }) => ({
        ...event,
        data: completed(event.sessionId, toStorableDeep(data)),
        ...(file && { messageId: file.messageId, messageSender: file.sender, heldUntil: file.heldUntil }),
        ...unlessWanted(event),
      })),
    )
    .onConflictDoNothing()
    .returning({ publishedAt: events.publishedAt })
  return written.some(({ publishedAt }) => publishedAt === null)
}

/** Fields of which one names a person, in each event that is about a person. */
const PERSONAL = ['remoteJid', 'from', 'to'] as const

/** Adds the identity of the person to the data. */
function completed(sessionId: string, data: EventData): EventData | SQL<EventData> {
  if (!PERSONAL.some((name) => name in data)) return data
  const json = sql`${JSON.stringify(data)}::jsonb`
  return sql<EventData>`${json} || ${identityFields(sql`${sessionId}`, json)}`
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
