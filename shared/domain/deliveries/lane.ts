import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import { deliveries, type Transaction } from '#shared/database/index.ts'

/** The first attempts of a lane follow one another: the events of one chat reach a webhook in order. */
export function laneOf(event: { sessionId: string | null; chat: string }): string {
  return `${event.sessionId}:${event.chat}`
}

/** Whether a delivery holds the others of its lane back: it has not had its first attempt. What is replayed stands outside. */
export function leadsLane({ attempts, replays }: { attempts: number; replays: number }): boolean {
  return attempts === 0 && replays === 0
}

/** Makes whoever adds to a lane and whoever takes from it wait for each other: neither may miss what the other does. */
export async function lockLane(tx: Transaction, lane: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lane}, 0))`)
}

/** Which of these webhooks have not had their first attempt at something earlier in the lane. */
export async function busyIn(
  tx: Transaction,
  lane: string,
  webhookIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .selectDistinct({ webhookId: deliveries.webhookId })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.webhookId, [...webhookIds]),
        eq(deliveries.lane, lane),
        or(
          eq(deliveries.state, 'waiting'),
          and(eq(deliveries.state, 'pending'), eq(deliveries.attempts, 0), eq(deliveries.replays, 0)),
        ),
      ),
    )
  return new Set(rows.map(({ webhookId }) => webhookId))
}

/** Lets the next of a webhook's lane have its first attempt. */
export async function promoteNext(
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
