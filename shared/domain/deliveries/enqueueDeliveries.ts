import { sql } from 'drizzle-orm'
import { deliveries } from '#shared/database/index.ts'
import type { Job } from '#shared/queues/index.ts'
import type { Context } from '../context.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now'>

/** Delivery whose next attempt QStash is to have. */
type Due = Pick<typeof deliveries.$inferSelect, 'id' | 'webhookId' | 'attempts' | 'replays' | 'nextAttemptAt'>

/**
 * Limits of concurrent attempts at one webhook. Webhooks do not delay each other until the account reaches its own
 * limit at QStash (100 on the smallest paid plan). A failing webhook therefore gets a single place.
 */
const PLACES = 10
const PLACES_WHILE_FAILING = 1

/**
 * Enqueues the next attempt of each delivery at QStash. An attempt that QStash refuses stays due in its row, and the
 * sweeper enqueues it.
 * @param input.options.isFailing tells whether the last known attempt at a webhook failed
 * @param input.options.again makes new deduplication ids, so that QStash does not drop the jobs as duplicates
 * @returns the number of attempts that QStash took
 */
export async function enqueueDeliveries({
  ctx,
  input: { due, options = {} },
}: {
  ctx: Ctx
  input: {
    due: readonly Due[]
    options?: { isFailing?: (webhookId: string) => boolean; again?: string } | undefined
  }
}): Promise<number> {
  if (due.length === 0) return 0
  const now = ctx.now()
  const { isFailing = () => false, again } = options
  const jobs = due.map((delivery) => toJob(delivery, now, isFailing(delivery.webhookId), again))
  const taken = await ctx.jobs.publishAll(jobs)
  if (taken.length > 0) await markEnqueued(ctx, taken, now)
  return taken.length
}

function toJob(
  { id, webhookId, attempts, replays, nextAttemptAt }: Due,
  now: Date,
  isFailing: boolean,
  again: string | undefined,
): Job<'deliver-webhook'> {
  const attempt = attempts + 1
  const delayMs = nextAttemptAt ? nextAttemptAt.getTime() - now.getTime() : 0
  return {
    name: 'deliver-webhook',
    input: { deliveryId: id, attempt },
    deduplicationId: [id, replays, attempt, ...(again ? [again] : [])].join('-'),
    flowControl: { key: webhookId, parallelism: isFailing ? PLACES_WHILE_FAILING : PLACES },
    ...(delayMs > 0 && { delaySeconds: Math.max(1, Math.round(delayMs / 1000)) }),
  }
}

/**
 * Marks deliveries as enqueued, except deliveries whose attempt has ended: QStash may call before this statement
 * runs.
 */
async function markEnqueued(ctx: Ctx, taken: readonly Job<'deliver-webhook'>[], now: Date): Promise<void> {
  const ids = sql.param(taken.map(({ input }) => input.deliveryId))
  const attempts = sql.param(taken.map(({ input }) => input.attempt))
  await ctx.db.execute(sql`
    update ${deliveries} d set enqueued_at = ${now.toISOString()}::timestamptz
    from unnest(${ids}::text[], ${attempts}::int[]) as taken (id, attempt)
    where d.id = taken.id and d.attempts = taken.attempt - 1 and d.state = 'pending'`)
}
