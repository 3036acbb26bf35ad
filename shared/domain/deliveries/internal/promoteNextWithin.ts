import { and, asc, eq, inArray } from 'drizzle-orm'
import { deliveries, type Transaction } from '#shared/database/index.ts'

/**
 * Makes the first waiting delivery of a webhook's lane due now.
 * @returns the delivery, or an empty list if no delivery waits
 */
export async function promoteNextWithin(
  tx: Transaction,
  { webhookId, lane }: { webhookId: string; lane: string },
  now: Date,
): Promise<(typeof deliveries.$inferSelect)[]> {
  const next = tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(eq(deliveries.webhookId, webhookId), eq(deliveries.lane, lane), eq(deliveries.state, 'waiting')),
    )
    .orderBy(asc(deliveries.seq))
    .limit(1)
  return await tx
    .update(deliveries)
    .set({ state: 'pending', nextAttemptAt: now })
    .where(inArray(deliveries.id, next))
    .returning()
}
