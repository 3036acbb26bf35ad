import { and, eq, isNotNull } from 'drizzle-orm'
import { events, type Queryable } from '#shared/database/index.ts'

/** Releases the events that wait for a message's file. Returns true if an event waited. */
export async function releaseEvents({
  ctx: { db },
  input: message,
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; messageId: string; sender: string }
}): Promise<boolean> {
  const { rowCount } = await db
    .update(events)
    .set({ heldUntil: null })
    .where(
      and(
        eq(events.sessionId, message.sessionId),
        eq(events.messageId, message.messageId),
        eq(events.messageSender, message.sender),
        isNotNull(events.heldUntil),
      ),
    )
  return (rowCount ?? 0) > 0
}
