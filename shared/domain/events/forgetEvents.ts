import { and, eq, exists, inArray, isNotNull, not } from 'drizzle-orm'
import { deliveries, events, type Transaction } from '#shared/database/index.ts'

/** Deletes the events of a session that is deleted, with their deliveries; not those that are still on their way. */
export async function forgetEvents(tx: Transaction, sessionId: string): Promise<void> {
  const onItsWay = tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.eventId, events.id), inArray(deliveries.state, ['waiting', 'pending'])))
  await tx
    .delete(events)
    .where(and(eq(events.sessionId, sessionId), isNotNull(events.handledAt), not(exists(onItsWay))))
}
