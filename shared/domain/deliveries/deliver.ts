import { and, eq, isNull, lte, or } from 'drizzle-orm'
import type { JobInput } from '#shared/contracts/jobs.ts'
import { METRICS } from '#shared/contracts/metrics.ts'
import { deliveries, events, isDatabaseUnavailable, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { attempt } from './attempt.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'
import { isSuccess } from './post.ts'
import { type DeliveryRow, recordAttempt, recordDisabled } from './recordAttempt.ts'

/** Longer than an attempt can take; QStash asks again a second after it. */
const CLAIM_MS = 15_000

/** Between tries to record an attempt. With the attempt and the tries, the job ends before QStash gives it up at 30 s. */
const RECORD_PAUSES_MS = [200, 1_000]

/** `busy`: the same attempt is under way elsewhere, or its host has just died; to be asked for again. */
export type Delivered = 'done' | 'busy'

/**
 * Makes one attempt at a delivery, and sees to what follows from it: the next attempt, and the next in the lane. An attempt
 * that has been made is not made again.
 * @throws if the database, or the store of files, fails: then QStash is to call again
 */
export async function deliver({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'media' | 'keyring' | 'jobs' | 'now' | 'settings' | 'log' | 'metrics'>
  input: JobInput<'deliver-webhook'>
}): Promise<Delivered> {
  const delivery = await claim(ctx, input)
  if (delivery === 'done' || delivery === 'busy') return delivery
  const [row] = await ctx.db
    .select({ webhook: webhooks, event: events })
    .from(webhooks)
    .innerJoin(events, eq(events.id, delivery.eventId))
    .where(and(eq(webhooks.id, delivery.webhookId), isNull(webhooks.deletedAt)))
  if (!row) return 'done'
  if (row.webhook.disabled) {
    await enqueueDeliveries(ctx, await recordDisabled({ ctx, input: { delivery } }))
    return 'done'
  }
  const result = await attempt(ctx, { ...row, deliveryId: delivery.id })
  const due = await record(ctx, () => recordAttempt({ ctx, input: { delivery, result, retry: true } }))
  const isGivenUp = !isSuccess(result) && !due.some(({ id }) => id === delivery.id)
  if (isGivenUp) ctx.metrics.record({ [METRICS.deliveriesFailed]: 1 })
  await enqueueDeliveries(ctx, due, { isFailing: () => !isSuccess(result) })
  return 'done'
}

/**
 * Records an attempt that was posted, again and again where the database fails: an attempt without a record is posted once more when QStash
 * calls again. A record that was written although no answer came is found by the next try.
 */
async function record<T>(ctx: Pick<Context, 'log'>, write: () => Promise<T>): Promise<T> {
  for (const pauseMs of RECORD_PAUSES_MS) {
    try {
      return await write()
    } catch (err) {
      if (!isDatabaseUnavailable(err)) throw err
      ctx.log.warn({ err }, 'delivery.record_failed')
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  return await write()
}

async function claim(
  ctx: Pick<Context, 'db' | 'now'>,
  { deliveryId, attempt: number }: JobInput<'deliver-webhook'>,
): Promise<DeliveryRow | Delivered> {
  const now = ctx.now()
  const isDue = and(
    eq(deliveries.id, deliveryId),
    eq(deliveries.state, 'pending'),
    eq(deliveries.attempts, number - 1),
  )
  const [claimed] = await ctx.db
    .update(deliveries)
    .set({ claimedUntil: new Date(now.getTime() + CLAIM_MS) })
    .where(and(isDue, or(isNull(deliveries.claimedUntil), lte(deliveries.claimedUntil, now))))
    .returning()
  if (claimed) return claimed
  const stillDue = await ctx.db.select({ id: deliveries.id }).from(deliveries).where(isDue)
  return stillDue.length > 0 ? 'busy' : 'done'
}
