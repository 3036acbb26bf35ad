import { inArray, type SQL, sql } from 'drizzle-orm'
import { deliveries, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now'>

/** So many of each webhook a round: one with a long backlog must not starve the others. */
const EACH = 200
const ROUND = 2_000
/** QStash's own retries of a call that failed here take about that long. */
const OVERDUE_MS = 6 * 60_000
/** A claim that ran out without a record: the host died or hung. QStash's first repetition comes 16 s after the failed call. */
const LAPSED_MS = 60_000

/**
 * Hands attempts to QStash that it does not have: it could not be reached, the host died before, or all its calls failed here.
 * Answers how many.
 * @param input.until when to leave the rest to the next time
 */
export async function requeueDeliveries({
  ctx,
  input: { until },
}: {
  ctx: Ctx
  input: { until: Date }
}): Promise<number> {
  const again = String(Math.floor(ctx.now().getTime() / OVERDUE_MS))
  const neverTaken = sql`d.enqueued_at is null`
  return (
    (await requeueMatching(ctx, neverTaken, until)) +
    (await requeueMatching(ctx, overdue(ctx.now()), until, { again }))
  )
}

/**
 * QStash has had it for longer than it should need. It may only be waiting there for its webhook's place, so that each
 * time it is left alone for twice as long.
 */
function overdue(now: Date): SQL {
  const limit = sql`${OVERDUE_MS} * interval '1 millisecond'`
  const lapsed = sql`${new Date(now.getTime() - LAPSED_MS).toISOString()}::timestamptz`
  return sql`(d.enqueued_at < ${now.toISOString()}::timestamptz
    - greatest(${limit}, d.enqueued_at - d.next_attempt_at)
    and d.next_attempt_at < ${now.toISOString()}::timestamptz - ${limit})
    or (d.claimed_until < ${lapsed} and d.enqueued_at < ${lapsed})`
}

async function requeueMatching(
  ctx: Ctx,
  which: SQL,
  until: Date,
  options: { again?: string } = {},
): Promise<number> {
  let total = 0
  for (;;) {
    const { ids, failing } = await someOfEach(ctx, which)
    if (ids.length === 0) return total
    const due = await ctx.db
      .select()
      .from(deliveries)
      .where(inArray(deliveries.id, ids))
      .orderBy(deliveries.seq)
    const taken = await enqueueDeliveries(ctx, due, {
      ...options,
      isFailing: (webhookId) => failing.has(webhookId),
    })
    total += taken
    if (taken < due.length || ctx.now() >= until) return total
  }
}

async function someOfEach(ctx: Ctx, which: SQL): Promise<{ ids: string[]; failing: Set<string> }> {
  const now = ctx.now().toISOString()
  const { rows } = await ctx.db.execute<{ id: string; webhookId: string; isFailing: boolean }>(sql`
    select mine.id, w.id as "webhookId", w.failing_since is not null as "isFailing"
    from ${webhooks} w cross join lateral (
      select d.id, d.seq from ${deliveries} d
      where d.webhook_id = w.id and d.state = 'pending'
        and (d.claimed_until is null or d.claimed_until < ${now}::timestamptz) and (${which})
      order by d.seq limit ${EACH}
    ) as mine where w.deleted_at is null limit ${ROUND}`)
  return {
    ids: rows.map(({ id }) => id),
    failing: new Set(rows.filter(({ isFailing }) => isFailing).map(({ webhookId }) => webhookId)),
  }
}
