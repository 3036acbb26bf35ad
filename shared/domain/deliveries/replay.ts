import { and, eq, gt, gte, inArray, isNull, sql } from 'drizzle-orm'
import { TEST_EVENT } from '#shared/contracts/events.ts'
import { deliveries } from '#shared/database/index.ts'
import { DeliveryUnderWay, NotFound, WebhookIsDisabled } from '#shared/errors/index.ts'
import { changeRows, inBatches, runBatch } from '../batches/index.ts'
import type { OwnerContext } from '../context.ts'
import { loadWebhook } from '../webhooks/index.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'

/** Largest number of deliveries that one request enqueues. A request may take 29 s. */
const AT_ONCE = 500
/** Time for the update of deliveries, in ms, out of the 29 s of a request. */
const WITHIN_MS = 15_000

/**
 * Delivers an event again, with the same ids and a full schedule of retries. If a second run of the same request
 * finds the delivery in progress, the second run returns the result of the first.
 * @throws NotFound, WebhookIsDisabled, DeliveryUnderWay
 */
export async function replayDelivery({
  ctx,
  input: { id, deliveryId },
}: {
  ctx: OwnerContext
  input: { id: string; deliveryId: string }
}): Promise<{ replayed: number }> {
  await enabledWebhook(ctx, id)
  const one = and(eq(deliveries.id, deliveryId), eq(deliveries.webhookId, id))
  const again = await ctx.db
    .update(deliveries)
    .set(revived(ctx))
    .where(and(one, inArray(deliveries.state, ['succeeded', 'failed'])))
    .returning()
  if (again.length === 0) {
    const [known] = await ctx.db.select({ id: deliveries.id }).from(deliveries).where(one)
    if (known && ctx.isRepeated) return { replayed: 1 }
    throw known ? new DeliveryUnderWay({ deliveryId }) : new NotFound({ what: 'Delivery', id: deliveryId })
  }
  await enqueueDeliveries({ ctx, input: { due: again } })
  return { replayed: again.length }
}

/**
 * Replays all deliveries that failed since a time, oldest first. Updates the deliveries in batches. If the time of
 * the request ends, the other deliveries stay failed, and the next request continues. The request enqueues the first
 * 500 deliveries, and the sweeper enqueues the rest. A second run of the same request also counts deliveries of the
 * first run that are still in progress.
 * @throws NotFound, WebhookIsDisabled
 */
export async function replayFailed({
  ctx,
  input: { id, since },
}: {
  ctx: OwnerContext
  input: { id: string; since: Date }
}): Promise<{ replayed: number }> {
  await enabledWebhook(ctx, id)
  const step = changeRows({
    table: 'deliveries',
    where: sql`webhook_id = ${id} and state = 'failed'`,
    unless: sql`created_at < ${since.toISOString()}::timestamptz
      or exists (select 1 from events e where e.id = event_id and e.type = ${TEST_EVENT})`,
    order: { seq: 'bigint' },
    change: sql`update deliveries set state = 'pending', error = null, replays = replays + 1, attempts_before = attempts,
      next_attempt_at = ${ctx.now().toISOString()}::timestamptz, enqueued_at = null, claimed_until = null`,
  })
  let replayed = ctx.isRepeated ? await countUnderWay(ctx, id, since) : 0
  await inBatches({
    ctx,
    input: {
      bounds: { until: new Date(ctx.now().getTime() + WITHIN_MS) },
      batch: async (rows) => {
        const { looked, changed } = await runBatch({ ctx, input: { batch: (tx) => step(tx, rows) } })
        replayed += changed
        return looked
      },
    },
  })
  const first = await ctx.db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.webhookId, id), eq(deliveries.state, 'pending'), isNull(deliveries.enqueuedAt)))
    .orderBy(deliveries.seq)
    .limit(AT_ONCE)
  await enqueueDeliveries({ ctx, input: { due: first } })
  return { replayed }
}

async function countUnderWay(ctx: OwnerContext, webhookId: string, since: Date): Promise<number> {
  const isReplayed = and(eq(deliveries.state, 'pending'), gt(deliveries.replays, 0))
  return await ctx.db.$count(
    deliveries,
    and(eq(deliveries.webhookId, webhookId), gte(deliveries.createdAt, since), isReplayed),
  )
}

/**
 * Checks that a webhook of the app is enabled.
 * @throws NotFound, WebhookIsDisabled
 */
async function enabledWebhook(ctx: OwnerContext, id: string): Promise<void> {
  const webhook = await loadWebhook({ ctx, input: { id } })
  if (webhook.disabled) throw new WebhookIsDisabled({ webhookId: id })
}

function revived(ctx: OwnerContext) {
  return {
    state: 'pending' as const,
    error: null,
    replays: sql`${deliveries.replays} + 1`,
    attemptsBefore: sql`${deliveries.attempts}`,
    nextAttemptAt: ctx.now(),
    enqueuedAt: null,
    claimedUntil: null,
  }
}
