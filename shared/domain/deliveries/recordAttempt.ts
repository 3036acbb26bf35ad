import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { WebhookDisabled } from '#shared/contracts/webhooks.ts'
import { deliveries, deliveryAttempts, type Transaction, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { promoteNextWithin } from './internal/promoteNextWithin.ts'
import { laneLock, leadsLane } from './lane.ts'
import { isSuccess, type PostResult } from './post.ts'
import { retryDelaySeconds } from './schedule.ts'

/** A webhook none of whose attempts succeeded for so long is switched off. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000
const GONE = 410

export type DeliveryRow = typeof deliveries.$inferSelect

interface DeliveryVerb {
  ctx: Pick<Context, 'db' | 'now'>
  input: { delivery: DeliveryRow }
}

/**
 * Writes down an attempt, what comes of it for the delivery and for its webhook, and lets the next in the lane go. Answers
 * the deliveries that are due now. An attempt that is recorded already changes nothing, and answers what is due and not handed over.
 * @param input.retry false: it stands alone, and a failure is final
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

/** The deliveries of a lane that are due and that QStash is not known to have. */
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

/** Ends a delivery whose webhook is switched off, and lets the next in the lane go. Answers what is due now. */
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
 * Locks a delivery's webhook before its deliveries, as a deletion does, so that the two can't wait for each other; and its lane.
 * Answers whether the webhook is still there.
 */
async function lock(tx: Transaction, { webhookId, lane }: DeliveryRow): Promise<boolean> {
  const found = await tx
    .select({ locked: laneLock(sql`${lane}`) })
    .from(webhooks)
    .where(and(eq(webhooks.id, webhookId), isNull(webhooks.deletedAt)))
    .for('key share')
  return found.length > 0
}

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

/** @param outcome.isFinal whether it was the delivery's last attempt: only then is a webhook given up */
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
