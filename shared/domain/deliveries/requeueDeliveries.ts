import { inArray, type SQL, sql } from 'drizzle-orm'
import { deliveries, webhooks } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { enqueueDeliveries } from './enqueueDeliveries.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now'>

/** Limits of one round, for one webhook and for all. A webhook with a long backlog does not starve other webhooks. */
const EACH = 200
const ROUND = 2_000
/** Duration of QStash's own retries of a failed call, in ms. */
const OVERDUE_MS = 6 * 60_000
/**
 * Time after the end of a claim, in ms, after which its host counts as dead. QStash's first retry comes 16 s after a
 * failed call.
 */
const LAPSED_MS = 60_000

/**
 * Enqueues due attempts that QStash does not have. QStash was unreachable, the host died before the call, or all
 * calls of QStash failed.
 * @param input.until time after which the verb leaves the rest to the next sweep
 * @returns the number of enqueued attempts
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
 * Builds the condition that QStash has had an attempt for too long. The attempt may only wait for a place of its
 * webhook, so the limit doubles each time.
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
    const taken = await enqueueDeliveries({
      ctx,
      input: {
        due,
        options: {
          ...options,
          isFailing: (webhookId) => failing.has(webhookId),
        },
      },
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
