import { and, eq, exists, gte, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { TEST_EVENT } from '#shared/contracts/events.ts'
import { deliveries, events } from '#shared/database/index.ts'
import { DeliveryUnderWay, NotFound, WebhookIsDisabled } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { loadWebhook } from '../webhooks/index.ts'
import { enqueue } from './enqueue.ts'
import type { DeliveryRow } from './recordAttempt.ts'

/**
 * Delivers an event once more, with the same ids, and with all its retries.
 * @throws NotFound, WebhookIsDisabled, DeliveryUnderWay
 */
export async function replayDelivery({
  ctx,
  input: { id, deliveryId },
}: {
  ctx: AppContext
  input: { id: string; deliveryId: string }
}): Promise<{ replayed: number }> {
  await enabledWebhook(ctx, id)
  const one = and(eq(deliveries.id, deliveryId), eq(deliveries.webhookId, id))
  const again = await revive(ctx, and(one, inArray(deliveries.state, ['succeeded', 'failed'])))
  if (again.length === 0) {
    const [known] = await ctx.db.select({ id: deliveries.id }).from(deliveries).where(one)
    throw known ? new DeliveryUnderWay({ deliveryId }) : new NotFound({ what: 'Delivery', id: deliveryId })
  }
  await enqueue(ctx, again)
  return { replayed: again.length }
}

/**
 * Delivers all that failed since then once more, oldest first.
 * @throws NotFound, WebhookIsDisabled
 */
export async function replayFailed({
  ctx,
  input: { id, since },
}: {
  ctx: AppContext
  input: { id: string; since: Date }
}): Promise<{ replayed: number }> {
  await enabledWebhook(ctx, id)
  const isNoTest = ctx.db
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.id, deliveries.eventId), ne(events.type, TEST_EVENT)))
  const failed = and(
    eq(deliveries.webhookId, id),
    eq(deliveries.state, 'failed'),
    gte(deliveries.createdAt, since),
    exists(isNoTest),
  )
  const again = await revive(ctx, failed)
  await enqueue(
    ctx,
    again.toSorted((a, b) => a.seq - b.seq),
  )
  return { replayed: again.length }
}

/** @throws NotFound, WebhookIsDisabled */
async function enabledWebhook(ctx: AppContext, id: string): Promise<void> {
  const webhook = await loadWebhook(ctx, id)
  if (webhook.disabled) throw new WebhookIsDisabled({ webhookId: id })
}

async function revive(ctx: AppContext, which: SQL | undefined): Promise<DeliveryRow[]> {
  return await ctx.db
    .update(deliveries)
    .set({
      state: 'pending',
      error: null,
      attemptsBefore: sql`${deliveries.attempts}`,
      nextAttemptAt: ctx.now(),
      enqueuedAt: null,
      claimedUntil: null,
    })
    .where(which)
    .returning()
}
