import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { deliveries, events, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { WebhookRow } from '../webhooks/index.ts'
import type { EventRow } from './buildBody.ts'
import { attemptTable, claimWaiting, inTime, laneTable, type WebhookLane } from './laneRows.ts'
import type { DeliveryRow } from './settle.ts'

type Ctx = Pick<Context, 'db' | 'now'>

/** Attempt that a job names. `attempt` counts from 1. */
export interface NamedAttempt {
  deliveryId: string
  attempt: number
}

/** Claimed delivery with the rows that its attempt needs. The delivery has the values from before the claim. */
export interface ClaimedDelivery {
  delivery: DeliveryRow
  webhook: WebhookRow
  event: EventRow
}

/**
 * Claims due attempts with the next deliveries of their lanes, and loads their webhooks and events, in one statement.
 * The attempts of a deleted webhook are not due.
 * @returns the claimed deliveries, in order by lane; the attempts that another call has claimed; and the attempts that
 * are not due
 */
export async function claimDeliveries({
  ctx,
  input: { named },
}: {
  ctx: Ctx
  input: { named: readonly NamedAttempt[] }
}): Promise<{ claimed: ClaimedDelivery[]; busy: NamedAttempt[]; past: NamedAttempt[] }> {
  const { now, until } = inTime(ctx)
  const heads = sql`
    update deliveries d set claimed_until = ${until}
    from ${attemptTable(named)} as named (id, attempt), webhooks w
    where ${IS_DUE} and (d.claimed_until is null or d.claimed_until <= ${now})
    returning d.id, d.webhook_id, d.lane, d.attempts = 0 and d.replays = 0 as leads`
  const lanes = sql`select webhook_id, lane from heads where leads`
  const claimed = await load(ctx, { heads }, lanes)
  const isClaimed = new Set(claimed.map(({ delivery }) => delivery.id))
  const left = named.filter(({ deliveryId }) => !isClaimed.has(deliveryId))
  if (left.length === 0) return { claimed, busy: [], past: [] }
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select d.id from deliveries d, ${attemptTable(left)} as named (id, attempt), webhooks w where ${IS_DUE}`)
  const due = new Set(rows.map(({ id }) => id))
  return {
    claimed,
    busy: left.filter(({ deliveryId }) => due.has(deliveryId)),
    past: left.filter(({ deliveryId }) => !due.has(deliveryId)),
  }
}

/**
 * Claims the next deliveries of lanes without a first attempt to come, and loads their webhooks and events. The
 * deliveries stay `waiting`, so that they keep their order if the host dies.
 */
export async function claimNext({
  ctx,
  input: { lanes },
}: {
  ctx: Ctx
  input: { lanes: readonly WebhookLane[] }
}): Promise<ClaimedDelivery[]> {
  if (lanes.length === 0) return []
  return await load(
    ctx,
    {},
    sql`
    select distinct one.webhook_id, one.lane
    from ${laneTable(lanes)} as one (webhook_id, lane)
    join webhooks w on w.id = one.webhook_id and w.deleted_at is null
    where not exists (
      select 1 from deliveries ahead
      where ahead.webhook_id = one.webhook_id and ahead.lane = one.lane
        and ahead.state = 'pending' and ahead.attempts = 0 and ahead.replays = 0)`,
  )
}

/**
 * Claims the first waiting deliveries of lanes, and returns them with the deliveries of `heads`.
 * @param lanes query for columns webhook_id and lane
 */
async function load(ctx: Ctx, { heads }: { heads?: SQL }, lanes: SQL): Promise<ClaimedDelivery[]> {
  const { db } = ctx
  const cte = (name: string, query: SQL) => db.$with(name, { id: sql<string>`id` }).as(query)
  const all = heads
    ? sql`select id from heads union all select id from firsts union all select id from others`
    : sql`select id from firsts union all select id from others`
  return await db
    .with(
      ...(heads ? [cte('heads', heads)] : []),
      ...Object.entries(claimWaiting(lanes, inTime(ctx))).map(([name, query]) => cte(name, query)),
    )
    .select({
      delivery: getTableColumns(deliveries),
      webhook: getTableColumns(webhooks),
      event: getTableColumns(events),
    })
    .from(deliveries)
    .innerJoin(webhooks, sql`${webhooks.id} = ${deliveries.webhookId}`)
    .innerJoin(events, sql`${events.id} = ${deliveries.eventId}`)
    .where(sql`${deliveries.id} in (${all})`)
    .orderBy(deliveries.seq)
}

/** Condition that an attempt of `named` is due. */
const IS_DUE = sql`d.id = named.id and d.attempts = named.attempt - 1 and d.state = 'pending'
  and w.id = d.webhook_id and w.deleted_at is null`
