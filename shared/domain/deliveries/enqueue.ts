import { sql } from 'drizzle-orm'
import { deliveries } from '#shared/database/index.ts'
import type { Job } from '#shared/queues/index.ts'
import type { Context } from '../context.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now'>
type Due = Pick<typeof deliveries.$inferSelect, 'id' | 'webhookId' | 'attempts' | 'nextAttemptAt'>

/** Attempts at one webhook at a time; other webhooks do not wait for them. */
const PARALLELISM = 10

/**
 * Hands the next attempt of each to QStash. What it does not take stays due in the row, and the sweeper hands it over.
 * Answers how many it took.
 * @param options.again makes them other jobs than those that QStash has seen already
 */
export async function enqueue(
  ctx: Ctx,
  due: readonly Due[],
  options: { again?: string } = {},
): Promise<number> {
  if (due.length === 0) return 0
  const now = ctx.now()
  const taken = await ctx.jobs.publishAll(due.map((delivery) => toJob(delivery, now, options.again)))
  if (taken.length > 0) await markEnqueued(ctx, taken, now)
  return taken.length
}

function toJob(
  { id, webhookId, attempts, nextAttemptAt }: Due,
  now: Date,
  again: string | undefined,
): Job<'deliver-webhook'> {
  const attempt = attempts + 1
  const delayMs = nextAttemptAt ? nextAttemptAt.getTime() - now.getTime() : 0
  return {
    name: 'deliver-webhook',
    input: { deliveryId: id, attempt },
    deduplicationId: [id, attempt, ...(again ? [again] : [])].join('-'),
    flowControl: { key: webhookId, parallelism: PARALLELISM },
    ...(delayMs > 0 && { delaySeconds: Math.max(1, Math.round(delayMs / 1000)) }),
  }
}

/** Only where the attempt is still to be made: QStash may have been quicker than this. */
async function markEnqueued(ctx: Ctx, taken: readonly Job<'deliver-webhook'>[], now: Date): Promise<void> {
  const ids = sql.param(taken.map(({ input }) => input.deliveryId))
  const attempts = sql.param(taken.map(({ input }) => input.attempt))
  await ctx.db.execute(sql`
    update ${deliveries} d set enqueued_at = ${now.toISOString()}::timestamptz
    from unnest(${ids}::text[], ${attempts}::int[]) as taken (id, attempt)
    where d.id = taken.id and d.attempts = taken.attempt - 1 and d.state = 'pending'`)
}
