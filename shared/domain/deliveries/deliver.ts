import { and, eq, isNull, lte, or } from 'drizzle-orm'
import type { JobInput } from '#shared/contracts/jobs.ts'
import { METRICS } from '#shared/contracts/metrics.ts'
import { deliveries, events, isDatabaseUnavailable, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { attempt } from './attempt.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'
import { isSuccess } from './post.ts'
import { type DeliveryRow, recordAttempt, recordDisabled } from './recordAttempt.ts'

/** Duration of a claim, in ms, longer than an attempt. QStash's first retry comes one second after the claim ends. */
const CLAIM_MS = 15_000

/** Pauses between tries to record an attempt, in ms. The attempt and all tries end before QStash's time-out of 30 s. */
const RECORD_PAUSES_MS = [200, 1_000]

/** `busy`: another call makes the same attempt, or its host has just died. QStash calls again. */
export type Delivered = 'done' | 'busy'

/**
 * Makes one attempt at a delivery, records it, and enqueues the next attempt or the next delivery of the lane. Never
 * repeats a recorded attempt.
 * @throws if the database or the keyring fails; QStash then calls again
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
    await enqueueDeliveries({ ctx, input: { due: await recordDisabled({ ctx, input: { delivery } }) } })
    return 'done'
  }
  const result = await attempt({ ctx, input: { ...row, deliveryId: delivery.id } })
  const due = await record(ctx, () => recordAttempt({ ctx, input: { delivery, result, retry: true } }))
  const isGivenUp = !isSuccess(result) && !due.some(({ id }) => id === delivery.id)
  if (isGivenUp) ctx.metrics.record({ [METRICS.deliveriesFailed]: 1 })
  await enqueueDeliveries({ ctx, input: { due, options: { isFailing: () => !isSuccess(result) } } })
  return 'done'
}

/**
 * Records a posted attempt, and tries again when the database fails: QStash's next call would post an unrecorded
 * attempt again. If the database committed a record without an answer, the next try finds the record.
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
