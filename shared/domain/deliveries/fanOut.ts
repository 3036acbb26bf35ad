import { and, arrayContains, eq, isNull, or, sql } from 'drizzle-orm'
import { ALL_EVENTS } from '#shared/contracts/events.ts'
import { deliveries, events, type Transaction, webhooks } from '#shared/database/index.ts'
import { newDeliveryId } from '#shared/ids.ts'
import type { Context } from '../context.ts'
import type { EventRow } from './body.ts'
import { enqueue } from './enqueue.ts'
import { busyIn, laneOf, lockLane } from './lane.ts'

/**
 * Makes one delivery of an event for each webhook that wants it, and hands those that are first in their lane to QStash.
 * An event that comes twice is handled once. A webhook that is switched off gets a failed delivery, to be replayed.
 */
export async function fanOut({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'jobs' | 'now'>
  input: { eventId: string }
}): Promise<void> {
  const now = ctx.now()
  if (await isOfNoInterest(ctx, input.eventId, now)) return
  const { due, failing } = await ctx.db.transaction(async (tx) => {
    const [event] = await tx.select().from(events).where(eq(events.id, input.eventId)).for('update')
    if (!event || event.handledAt) return { due: [], failing: new Set<string>() }
    const { made, failing } = await makeDeliveries(tx, event, now)
    await tx.update(events).set({ handledAt: now }).where(eq(events.id, event.id))
    return { due: made.filter(({ state }) => state === 'pending'), failing }
  })
  await enqueue(ctx, due, { isFailing: (webhookId) => failing.has(webhookId) })
}

/** Most events are told to nobody: such a one is handled by one statement. */
async function isOfNoInterest(ctx: Pick<Context, 'db'>, eventId: string, now: Date): Promise<boolean> {
  const wanted = sql`select 1 from webhooks where webhooks.app_id = ${events.appId}
    and webhooks.events && array[${events.type}, ${ALL_EVENTS}]`
  const { rowCount } = await ctx.db
    .update(events)
    .set({ handledAt: now })
    .where(and(eq(events.id, eventId), isNull(events.handledAt), sql`not exists (${wanted})`))
  return (rowCount ?? 0) > 0
}

async function makeDeliveries(tx: Transaction, event: EventRow, now: Date) {
  const subscribed = await tx
    .select({ id: webhooks.id, disabled: webhooks.disabled, failingSince: webhooks.failingSince })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.appId, event.appId),
        or(arrayContains(webhooks.events, [event.type]), arrayContains(webhooks.events, [ALL_EVENTS])),
      ),
    )
    // One that is deleted meanwhile would take the others' deliveries with it.
    .for('key share')
  const failing = new Set(subscribed.flatMap(({ id, failingSince }) => (failingSince ? [id] : [])))
  if (subscribed.length === 0) return { made: [], failing }
  const lane = laneOf(event)
  await lockLane(tx, lane)
  const busy = await busyIn(
    tx,
    lane,
    subscribed.map(({ id }) => id),
  )
  const made = await tx
    .insert(deliveries)
    .values(
      subscribed.map(({ id: webhookId, disabled }) => ({
        id: newDeliveryId(),
        webhookId,
        eventId: event.id,
        lane,
        createdAt: now,
        nextAttemptAt: disabled ? null : now,
        ...(disabled
          ? { state: 'failed' as const, error: 'webhook_disabled' as const }
          : { state: busy.has(webhookId) ? ('waiting' as const) : ('pending' as const) }),
      })),
    )
    .onConflictDoNothing()
    .returning()
  return { made, failing }
}
