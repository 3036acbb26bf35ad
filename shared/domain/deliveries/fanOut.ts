import { sql } from 'drizzle-orm'
import type { WebhookFilter } from '#shared/contracts/webhooks.ts'
import { arrayParam, events, type Transaction, webhooks } from '#shared/database/index.ts'
import { newDeliveryId } from '#shared/ids.ts'
import type { Context } from '../context.ts'
import { subscriberIds } from '../events/index.ts'
import { passesFilter } from '../webhooks/index.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'
import { isBusyIn, laneOf } from './lane.ts'
import { promoteNext } from './promoteNext.ts'
import { readFacts } from './readFacts.ts'

/**
 * Makes one delivery of an event for each subscribed webhook whose filter the event passes, and enqueues each delivery that leads its lane. A
 * second call for the same event changes nothing. A disabled webhook gets a failed delivery, which can be replayed.
 */
export async function fanOut({
  ctx,
  input: { eventId },
}: {
  ctx: Pick<Context, 'db' | 'jobs' | 'now'>
  input: { eventId: string }
}): Promise<void> {
  const now = ctx.now()
  const { made, subscribed } = await ctx.db.transaction(async (tx) => {
    const subscribed = await keepPassing(tx, eventId, await lockSubscribed(tx, eventId))
    return { subscribed, made: await makeDeliveries(tx, eventId, subscribed, now) }
  })
  const failing = new Set(subscribed.flatMap(({ webhookId, failing }) => (failing ? [webhookId] : [])))
  await enqueueDeliveries({
    ctx,
    input: {
      due: made.filter(({ state }) => state === 'pending'),
      options: { isFailing: (webhookId) => failing.has(webhookId) },
    },
  })
  await promoteNext({ ctx, input: { lanes: made.filter(({ state }) => state === 'waiting') } })
}

interface Subscribed {
  [column: string]: unknown
  webhookId: string
  disabled: boolean
  failing: boolean
  filter: WebhookFilter | null
  lane: string
}

/** Locks an unhandled event and its subscribed webhooks, so that no webhook is deleted meanwhile. */
async function lockSubscribed(tx: Transaction, eventId: string): Promise<Subscribed[]> {
  const lane = laneOf(events)
  const { rows } = await tx.execute<Subscribed>(sql`
    select ${webhooks.id} as "webhookId", ${webhooks.disabled} is not null as disabled,
      ${webhooks.failingSince} is not null as failing, ${webhooks.filter} as filter, ${lane} as lane
    from ${events} cross join lateral (${subscriberIds(events)}) as chosen join ${webhooks} on ${webhooks.id} = chosen.id
    where ${events.id} = ${eventId} and ${events.handledAt} is null
    for update of ${events} for key share of ${webhooks}`)
  return rows
}

/** Keeps the webhooks whose filters the event passes. Most webhooks have no filter, and need no facts. */
async function keepPassing(
  tx: Transaction,
  eventId: string,
  subscribed: readonly Subscribed[],
): Promise<readonly Subscribed[]> {
  if (subscribed.every(({ filter }) => filter === null)) return subscribed
  const facts = await readFacts({ ctx: { db: tx }, input: { eventId } })
  return subscribed.filter(({ filter }) => passesFilter(filter, facts))
}

/** Makes the deliveries and marks the event as handled. Returns the deliveries that are due or wait. */
async function makeDeliveries(
  tx: Transaction,
  eventId: string,
  subscribed: readonly Subscribed[],
  now: Date,
) {
  const [{ lane } = { lane: '' }] = subscribed
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await tx.execute<{ id: string; webhookId: string; state: string }>(sql`
    with made as (
      insert into deliveries (id, webhook_id, event_id, lane, created_at, next_attempt_at, state, error)
      select one.id, one.webhook_id, ${eventId}, ${lane}, ${at}, case when one.disabled then null else ${at} end,
        case when one.disabled then 'failed' when ${isBusyIn(sql`${lane}`, sql`one.webhook_id`)} then 'waiting' else 'pending' end,
        case when one.disabled then 'webhook_disabled' end
      from unnest(
        ${arrayParam(subscribed.map(() => newDeliveryId()))}::text[], ${arrayParam(subscribed.map(({ webhookId }) => webhookId))}::text[],
        ${arrayParam(subscribed.map(({ disabled }) => disabled))}::boolean[]
      ) as one (id, webhook_id, disabled)
      on conflict do nothing
      returning id, webhook_id, state
    ),
    handled as (update events set handled_at = ${at} where id = ${eventId} and handled_at is null)
    select id, webhook_id as "webhookId", state from made`)
  return rows.map((row) => ({ ...row, lane, attempts: 0, replays: 0, nextAttemptAt: now }))
}
