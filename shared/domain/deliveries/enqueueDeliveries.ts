import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { deliveries } from '#shared/database/index.ts'
import type { Job } from '#shared/queues/index.ts'
import type { Context } from '../context.ts'
import type { NamedAttempt } from './claimDeliveries.ts'
import { attemptTable } from './laneRows.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now'>

/** Delivery whose next attempt QStash is to have. */
type Due = Pick<typeof deliveries.$inferSelect, 'id' | 'webhookId' | 'attempts' | 'replays' | 'nextAttemptAt'>

/**
 * Limits of concurrent attempts at one webhook. Webhooks do not delay each other until the account reaches its own
 * limit at QStash (100 on the smallest paid plan). A failing webhook therefore gets a single place.
 */
const PLACES = 10
const PLACES_WHILE_FAILING = 1

/** Limit of first attempts in one job. */
const IN_ONE_JOB = 10

/**
 * Enqueues the next attempt of each delivery at QStash. An attempt that QStash refuses stays due in its row, and the
 * sweeper enqueues it.
 * @param input.options.isFailing tells whether the last known attempt at a webhook failed
 * @param input.options.together puts up to ten first attempts of different lanes at a healthy webhook into one job.
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
    options?: { isFailing?: (webhookId: string) => boolean; together?: boolean; again?: string } | undefined
  }
}): Promise<number> {
  if (due.length === 0) return 0
  const now = ctx.now()
  const { isFailing = () => false, together = false, again } = options
  const jobs = groupsOf(due, (webhookId) => together && !isFailing(webhookId)).map((group) =>
    toJob(group, now, isFailing(group[0].webhookId), again),
  )
  const taken = await ctx.jobs.publishAll(jobs)
  if (taken.length > 0) await markEnqueued(ctx, taken, now)
  return taken.reduce((sum, job) => sum + attemptsOf(job).length, 0)
}

type Group = readonly [Due, ...Due[]]

/** Divides deliveries into the groups of the jobs. */
function groupsOf(due: readonly Due[], isGrouped: (webhookId: string) => boolean): Group[] {
  const groups: [Due, ...Due[]][] = []
  const open = new Map<string, [Due, ...Due[]]>()
  for (const delivery of due) {
    const group = open.get(delivery.webhookId)
    if (group && group.length < IN_ONE_JOB) {
      group.push(delivery)
      continue
    }
    const first: [Due, ...Due[]] = [delivery]
    groups.push(first)
    if (isGrouped(delivery.webhookId)) open.set(delivery.webhookId, first)
  }
  return groups
}

function toJob(
  group: Group,
  now: Date,
  isFailing: boolean,
  again: string | undefined,
): Job<'deliver-webhook'> {
  const [{ id, webhookId, attempts, nextAttemptAt }, ...further] = group
  const delayMs = nextAttemptAt ? nextAttemptAt.getTime() - now.getTime() : 0
  return {
    name: 'deliver-webhook',
    input: {
      deliveryId: id,
      attempt: attempts + 1,
      ...(further.length > 0 && {
        further: further.map((one) => ({ deliveryId: one.id, attempt: one.attempts + 1 })),
      }),
    },
    deduplicationId: deduplicationId(group, again),
    flowControl: { key: webhookId, parallelism: isFailing ? PLACES_WHILE_FAILING : PLACES },
    ...(delayMs > 0 && { delaySeconds: Math.max(1, Math.round(delayMs / 1000)) }),
  }
}

/** Returns the id of a job. A job with other attempts has another id, because QStash would drop the job with its attempts. */
function deduplicationId(group: Group, again?: string): string {
  const names = group.map(({ id, replays, attempts }) => `${id}-${replays}-${attempts + 1}`)
  const [name = ''] = names
  const whole = names.length === 1 ? name : createHash('sha256').update(names.join()).digest('base64url')
  return again ? `${whole}-${again}` : whole
}

function attemptsOf({ input: { further = [], ...first } }: Job<'deliver-webhook'>): NamedAttempt[] {
  return [first, ...further]
}

/**
 * Marks deliveries as enqueued, except deliveries whose attempt has ended: QStash may call before this statement
 * runs.
 */
async function markEnqueued(ctx: Ctx, taken: readonly Job<'deliver-webhook'>[], now: Date): Promise<void> {
  const named = taken.flatMap(attemptsOf)
  await ctx.db.execute(sql`
    update ${deliveries} d set enqueued_at = ${now.toISOString()}::timestamptz
    from ${attemptTable(named)} as taken (id, attempt)
    where d.id = taken.id and d.attempts = taken.attempt - 1 and d.state = 'pending'`)
}
