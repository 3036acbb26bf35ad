import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { deliveries } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { enqueue } from './enqueue.ts'

const BATCH = 1_000
/** QStash's own retries of a call that failed here take about that long. */
const OVERDUE_MS = 6 * 60_000

/**
 * Hands attempts to QStash that it does not have: it could not be reached, the host died before, or all its calls failed here.
 * Answers how many.
 */
export async function enqueueLeftBehind({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'jobs' | 'now'>
}): Promise<number> {
  const now = ctx.now()
  await releaseStuckLanes(ctx)
  const pending = eq(deliveries.state, 'pending')
  const unclaimed = or(isNull(deliveries.claimedUntil), lt(deliveries.claimedUntil, now))
  const neverTaken = await ctx.db
    .select()
    .from(deliveries)
    .where(and(pending, unclaimed, isNull(deliveries.enqueuedAt)))
    .orderBy(deliveries.seq)
    .limit(BATCH)
  const overdue = await ctx.db
    .select()
    .from(deliveries)
    .where(
      and(
        pending,
        unclaimed,
        lt(deliveries.nextAttemptAt, new Date(now.getTime() - OVERDUE_MS)),
        lt(deliveries.enqueuedAt, new Date(now.getTime() - OVERDUE_MS)),
      ),
    )
    .orderBy(deliveries.seq)
    .limit(BATCH)
  const again = String(Math.floor(now.getTime() / OVERDUE_MS))
  return (await enqueue(ctx, neverTaken)) + (await enqueue(ctx, overdue, { again }))
}

/** A lane whose head was deleted goes on with the next. */
async function releaseStuckLanes(ctx: Pick<Context, 'db' | 'now'>): Promise<void> {
  await ctx.db.execute(sql`
    update ${deliveries} d set state = 'pending', next_attempt_at = ${ctx.now().toISOString()}::timestamptz
    where d.state = 'waiting' and not exists (
      select 1 from ${deliveries} ahead
      where ahead.webhook_id = d.webhook_id and ahead.lane = d.lane and ahead.seq < d.seq
        and (ahead.state = 'waiting' or (ahead.state = 'pending' and ahead.attempts = 0)))`)
}
