import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { WebhookDisabled } from '#shared/contracts/webhooks.ts'
import { deliveries, deliveryAttempts, type Transaction, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { promoteNextWithin } from './internal/promoteNextWithin.ts'
import { laneLock, leadsLane } from './lane.ts'
import { isSuccess, type PostResult } from './post.ts'
import { retryDelaySeconds } from './schedule.ts'

/** Time without a successful attempt, in ms, after which the gateway disables a webhook. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000
const GONE = 410

export type DeliveryRow = typeof deliveries.$inferSelect

interface DeliveryVerb {
  ctx: Pick<Context, 'db' | 'now'>
  input: { delivery: DeliveryRow }
}

/**
 * Records an attempt with its effect on the delivery and on the webhook, and promotes the next delivery of the lane.
 * If the attempt is already recorded, changes nothing and returns the due deliveries that QStash does not have.
 * @param input.retry false for a single attempt, whose failure is final
 * @returns the deliveries that are due now
 */
export async function recordAttempt({
  ctx,
  input,
}: DeliveryVerb & { input: { result: PostResult; retry: boolean } }): Promise<DeliveryRow[]> {
  const { delivery, result } = input
  const number = delivery.attempts + 1
  const next = nextOf(delivery, result, input.retry)
  return await ctx.db.transaction(async (tx) => {
    if (!(await lock(tx, delivery))) return []
    const { at, durationMs, status, error, response } = result
    const facts = { at, durationMs, status, error, response, nextAttemptAt: next.nextAttemptAt }
    const written = await tx
      .insert(deliveryAttempts)
      .values({ deliveryId: delivery.id, number, ...facts })
      .onConflictDoNothing()
      .returning({ number: deliveryAttempts.number })
    if (written.length === 0) return await dueInLane(tx, delivery)
    const updated = await tx
      .update(deliveries)
      .set({ ...next, attempts: number, enqueuedAt: null, claimedUntil: null })
      .where(eq(deliveries.id, delivery.id))
      .returning()
    await recordHealth(tx, delivery.webhookId, { result, isFinal: next.state === 'failed' }, ctx.now())
    const promoted = leadsLane(delivery) ? await promoteNextWithin(tx, delivery, ctx.now()) : []
    return [...updated.filter(({ state }) => state === 'pending'), ...promoted]
  })
}

/** Reads the deliveries of a lane that are due and not marked as enqueued. */
async function dueInLane(tx: Transaction, { webhookId, lane }: DeliveryRow): Promise<DeliveryRow[]> {
  return await tx
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.webhookId, webhookId),
        eq(deliveries.lane, lane),
        eq(deliveries.state, 'pending'),
        isNull(deliveries.enqueuedAt),
      ),
    )
}

/**
 * Ends the delivery of a disabled webhook, and promotes the next delivery of the lane. Returns the deliveries that
 * are due now.
 */
export async function recordDisabled({ ctx, input: { delivery } }: DeliveryVerb): Promise<DeliveryRow[]> {
  return await ctx.db.transaction(async (tx) => {
    if (!(await lock(tx, delivery))) return []
    await tx
      .update(deliveries)
      .set({ state: 'failed', error: 'webhook_disabled', nextAttemptAt: null, claimedUntil: null })
      .where(eq(deliveries.id, delivery.id))
    return leadsLane(delivery) ? await promoteNextWithin(tx, delivery, ctx.now()) : []
  })
}

/**
 * Locks the webhook and the lane of a delivery. A deletion also locks the webhook before its deliveries, so that the
 * two cannot deadlock. Returns false if the webhook is deleted.
 */
async function lock(tx: Transaction, { webhookId, lane }: DeliveryRow): Promise<boolean> {
  const found = await tx
    .select({ locked: laneLock(sql`${lane}`) })
    .from(webhooks)
    .where(and(eq(webhooks.id, webhookId), isNull(webhooks.deletedAt)))
    .for('key share')
  return found.length > 0
}

/** Returns the state of a delivery after an attempt. A pending delivery has the time of its next attempt. */
function nextOf(
  delivery: DeliveryRow,
  result: PostResult,
  retry: boolean,
): Pick<DeliveryRow, 'state' | 'error' | 'nextAttemptAt'> {
  if (isSuccess(result)) return { state: 'succeeded', error: null, nextAttemptAt: null }
  if (result.status === GONE) return { state: 'failed', error: 'gone', nextAttemptAt: null }
  const attempt = delivery.attempts - delivery.attemptsBefore + 1
  const delaySeconds = retry ? retryDelaySeconds(attempt, result.retryAfterSeconds) : null
  if (delaySeconds === null) return { state: 'failed', error: 'attempts_exhausted', nextAttemptAt: null }
  const failedAt = result.at.getTime() + result.durationMs
  return { state: 'pending', error: null, nextAttemptAt: new Date(failedAt + delaySeconds * 1000) }
}

/**
 * Records in the webhook since when its attempts fail. Disables the webhook after a 410 or after three days of
 * failures.
 * @param outcome.isFinal true if the delivery has failed; only such an attempt can disable the webhook
 */
async function recordHealth(
  tx: Transaction,
  webhookId: string,
  { result, isFinal }: { result: PostResult; isFinal: boolean },
  now: Date,
): Promise<void> {
  const webhook = eq(webhooks.id, webhookId)
  if (isSuccess(result)) {
    await tx
      .update(webhooks)
      .set({ failingSince: null })
      .where(and(webhook, isNotNull(webhooks.failingSince)))
    return
  }
  const since = new Date(now.getTime() - GIVE_UP_AFTER_MS).toISOString()
  const isGivenUp = sql`${isFinal} and ${webhooks.failingSince} < ${since}::timestamptz`
  const reason: WebhookDisabled = result.status === GONE ? 'gone' : 'failing'
  await tx
    .update(webhooks)
    .set({
      failingSince: sql`coalesce(${webhooks.failingSince}, ${now.toISOString()}::timestamptz)`,
      disabled: sql`case when ${webhooks.disabled} is null and (${result.status === GONE} or (${isGivenUp})) then ${reason} else ${webhooks.disabled} end`,
    })
    .where(webhook)
}
