import { sql } from 'drizzle-orm'
import type { JobInput } from '#shared/contracts/jobs.ts'
import { arrayParam, deliveries } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { type ClaimedDelivery, claimDeliveries, type NamedAttempt } from './claimDeliveries.ts'
import { type DeliveryContext, DeliveryRun } from './deliveryRun.ts'
import { promoteNext } from './promoteNext.ts'

/** `busy`: another call makes one of the attempts, or its host has just died. QStash calls again. */
export type Delivered = 'done' | 'busy'

/**
 * Makes the attempts of a job, records them, and continues with the next deliveries of their lanes. One statement claims
 * and loads the deliveries, and one records a batch of attempts. Never repeats a recorded attempt.
 * @throws if the database or the keyring fails; QStash then calls again
 */
export async function deliver({
  ctx,
  input: { further = [], ...first },
}: {
  ctx: DeliveryContext
  input: JobInput<'deliver-webhook'>
}): Promise<Delivered> {
  const { claimed, busy, past } = await claimDeliveries({ ctx, input: { named: [first, ...further] } })
  await Promise.all(byWebhook(claimed).map((rows) => new DeliveryRun(ctx, rows).finish()))
  if (past.length > 0) await resumeLanes(ctx, past)
  return busy.length > 0 ? 'busy' : 'done'
}

function byWebhook(claimed: readonly ClaimedDelivery[]): [ClaimedDelivery, ...ClaimedDelivery[]][] {
  const groups = new Map<string, [ClaimedDelivery, ...ClaimedDelivery[]]>()
  for (const one of claimed) {
    const group = groups.get(one.webhook.id)
    if (group) group.push(one)
    else groups.set(one.webhook.id, [one])
  }
  return [...groups.values()]
}

/** Enqueues the next deliveries of lanes whose attempts are recorded. The host that recorded them may have died. */
async function resumeLanes(ctx: Pick<Context, 'db' | 'jobs' | 'now'>, past: readonly NamedAttempt[]) {
  const ids = arrayParam(past.map(({ deliveryId }) => deliveryId))
  const lanes = await ctx.db
    .select({ webhookId: deliveries.webhookId, lane: deliveries.lane })
    .from(deliveries)
    .where(sql`${deliveries.id} = any(${ids}::text[])`)
  await promoteNext({ ctx, input: { lanes } })
}
