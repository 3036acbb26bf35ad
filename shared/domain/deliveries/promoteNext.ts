import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'
import { inTime, laneTable, type WebhookLane } from './laneRows.ts'
import type { Retry } from './settle.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now'>

/**
 * Makes the first waiting delivery of each lane due, and enqueues the delivery. Leaves out a lane in which an earlier
 * delivery has its first attempt to come, or whose first delivery is claimed. Call this verb, or `claimNext`, after the
 * commit of each statement that adds a waiting delivery, ends a first attempt, or releases a claim. The later of two
 * concurrent calls sees the writes of both, so that no delivery is left behind.
 */
export async function promoteNext({
  ctx,
  input: { lanes },
}: {
  ctx: Ctx
  input: { lanes: readonly WebhookLane[] }
}): Promise<void> {
  if (lanes.length === 0) return
  const next = await promote(ctx, lanes)
  const failing = new Set(next.flatMap(({ webhookId, isFailing }) => (isFailing ? [webhookId] : [])))
  await enqueueDeliveries({
    ctx,
    input: { due: next, options: { isFailing: (webhookId) => failing.has(webhookId) } },
  })
}

async function promote(ctx: Ctx, lanes: readonly WebhookLane[]): Promise<(Retry & { isFailing: boolean })[]> {
  const { now } = inTime(ctx)
  const { rows } = await ctx.db.execute<{ id: string; webhookId: string; isFailing: boolean }>(sql`
    with first as materialized (
      select waiting.id
      from (select distinct * from ${laneTable(lanes)} as given (webhook_id, lane)) as one
      cross join lateral (
        select id, seq from deliveries
        where webhook_id = one.webhook_id and lane = one.lane and state = 'waiting' order by seq limit 1
      ) as waiting
      where not exists (
        select 1 from deliveries ahead
        where ahead.webhook_id = one.webhook_id and ahead.lane = one.lane and ahead.seq < waiting.seq
          and ahead.state = 'pending' and ahead.attempts = 0 and ahead.replays = 0)
    )
    update deliveries d set state = 'pending', next_attempt_at = ${now} from first, webhooks w
    where d.id = first.id and w.id = d.webhook_id
      and d.state = 'waiting' and (d.claimed_until is null or d.claimed_until <= ${now})
    returning d.id, d.webhook_id as "webhookId", w.failing_since is not null as "isFailing"`)
  return rows.map((row) => ({ ...row, attempts: 0, replays: 0, nextAttemptAt: ctx.now() }))
}
