import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { type Bounds, inBatches, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

interface Walked {
  [column: string]: unknown
  looked: number
  released: number
  last: { webhookId: string; lane: string } | null
}

/**
 * Promotes the first waiting delivery of each lane whose head was deleted, or whose host died. A lane is stuck if no earlier delivery of
 * the lane has its first attempt to come,
 * and no job has claimed the delivery. Walks from lane to lane by the index, so that a long lane costs no more
 * than a short lane.
 * @returns the number of released lanes
 */
export async function releaseStuckLanes({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  let last: Walked['last'] = null
  let released = 0
  await inBatches({
    ctx,
    input: {
      bounds: input,
      batch: async (rows) => {
        const walked = await runBatch({ ctx, input: { batch: (tx) => walk(tx, last, rows, ctx.now()) } })
        last = walked.last ?? last
        released += walked.released
        return walked.looked
      },
    },
  })
  return released
}

async function walk(tx: Transaction, last: Walked['last'], lanes: number, now: Date): Promise<Walked> {
  const at = sql`${now.toISOString()}::timestamptz`
  const { rows } = await tx.execute<Walked>(sql`
    with recursive heads as (
      (select webhook_id, lane from deliveries
        where state in ('waiting', 'pending') and (webhook_id, lane) > (${last?.webhookId ?? ''}, ${last?.lane ?? ''})
        order by webhook_id, lane limit 1)
      union all
      select next.webhook_id, next.lane from heads cross join lateral (
        select webhook_id, lane from deliveries
        where state in ('waiting', 'pending') and (webhook_id, lane) > (heads.webhook_id, heads.lane)
        order by webhook_id, lane limit 1
      ) as next
    ),
    page as materialized (select webhook_id, lane from heads limit ${lanes}),
    stuck as materialized (
      select first.id from page cross join lateral (
        select id, seq, claimed_until from deliveries where webhook_id = page.webhook_id and lane = page.lane and state = 'waiting'
        order by seq limit 1
      ) as first
      where (first.claimed_until is null or first.claimed_until <= ${at}) and not exists (
        select 1 from deliveries ahead
        where ahead.webhook_id = page.webhook_id and ahead.lane = page.lane and ahead.seq < first.seq
          and ahead.state = 'pending' and ahead.attempts = 0 and ahead.replays = 0)
    ),
    released as (
      update deliveries set state = 'pending', next_attempt_at = ${at}
      where id in (select id from stuck) and state = 'waiting' and (claimed_until is null or claimed_until <= ${at}) returning 1
    )
    select (select count(*)::int from page) as looked, (select count(*)::int from released) as released,
      (select jsonb_build_object('webhookId', webhook_id, 'lane', lane) from page
        order by webhook_id desc, lane desc limit 1) as last`)
  return rows[0] ?? { looked: 0, released: 0, last: null }
}
