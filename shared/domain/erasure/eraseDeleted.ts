import { sql } from 'drizzle-orm'
import { BatchSize, type Bounds, takeBatch } from '../batches/index.ts'
import { appSteps } from './appSteps.ts'
import { sessionSteps } from './sessionSteps.ts'
import type { Deleted, ErasureContext, Step } from './steps.ts'
import { campaignSteps, flowSteps, listSteps, webhookSteps } from './thingSteps.ts'

/** Items of one app that are in progress at one time. */
const EACH = 10
const AT_ONCE = 1_000
const FIRST_ROWS = 100

interface ActiveItem extends Deleted {
  steps: Step[]
  size: BatchSize
}

/**
 * Deletes the rows of deleted items in batches; within an app, the oldest deletion comes first. Apps take turns batch
 * by batch, so that a large deletion does not delay other apps. The marks are in the rows: if a run dies, the next run
 * continues. A failed item is logged and waits for the next run, while the other items continue. Returns the number of
 * examined rows.
 */
export async function eraseDeleted({ ctx, input }: { ctx: ErasureContext; input: Bounds }): Promise<number> {
  let total = 0
  for (;;) {
    const found = await findDeleted(ctx)
    const { rows, ended } = await eraseAll(ctx, found, input)
    total += rows
    if (ended === 0 || ctx.now() >= input.until) return total
  }
}

async function findDeleted(ctx: ErasureContext): Promise<Deleted[]> {
  const { rows } = await ctx.db.execute<Deleted>(sql`
    with marked as (
      select 'session' as kind, id, app_id, deleted_at from sessions where deleted_at is not null
      union all select 'webhook', id, coalesce(app_id, ''), deleted_at from webhooks where deleted_at is not null
      union all select 'campaign', id, app_id, deleted_at from campaigns where deleted_at is not null
      union all select 'list', id, app_id, deleted_at from recipient_lists where deleted_at is not null
      union all select 'flow', id, app_id, deleted_at from flows where deleted_at is not null
      union all select 'app', id, id, deleted_at from apps where deleted_at is not null
    ), ranked as (
      select *, row_number() over (partition by app_id order by kind = 'app', deleted_at, id) as nth from marked
    )
    select kind, id, app_id as "appId" from ranked where nth <= ${EACH} order by nth, deleted_at limit ${AT_ONCE}`)
  return rows
}

/**
 * Runs the steps of all items until no item can continue, or the time is over. Returns the numbers of examined rows and
 * of completed items.
 */
async function eraseAll(
  ctx: ErasureContext,
  found: readonly Deleted[],
  { until, rows = FIRST_ROWS, turns }: Bounds,
): Promise<{ rows: number; ended: number }> {
  let queues = groupByApp(
    found.map((item) => ({ ...item, steps: stepsOf(ctx, item), size: new BatchSize(rows) })),
  )
  const done = { rows: 0, ended: 0 }
  while (queues.length > 0) {
    for (const queue of queues) {
      const [item] = queue
      if (!item) continue
      const outcome = await eraseSome(ctx, item, turns)
      done.rows += outcome.rows
      if (outcome.is !== 'unfinished') queue.shift()
      if (outcome.is === 'complete') done.ended += 1
      if (ctx.now() >= until) return done
    }
    queues = queues.filter((queue) => queue.length > 0)
  }
  return done
}

/** Groups the items by app, in their order. */
function groupByApp(items: readonly ActiveItem[]): ActiveItem[][] {
  const queues = new Map<string, ActiveItem[]>()
  for (const item of items) queues.set(item.appId, [...(queues.get(item.appId) ?? []), item])
  return [...queues.values()]
}

/** Runs one batch of an item's current step. */
async function eraseSome(
  ctx: ErasureContext,
  { kind, id, steps, size }: ActiveItem,
  turns: Bounds['turns'],
): Promise<{ rows: number; is: 'unfinished' | 'complete' | 'blocked' }> {
  const [step] = steps
  if (!step) return { rows: 0, is: 'complete' }
  let isBlocked = false
  try {
    const { asked, changed } = await takeBatch(
      size,
      async (rows) => {
        const looked = await step(rows)
        isBlocked = looked === 'blocked'
        return looked === 'blocked' ? 0 : looked
      },
      turns,
    )
    if (isBlocked) return { rows: 0, is: 'blocked' }
    if (changed < asked) steps.shift()
    return { rows: changed, is: steps.length === 0 ? 'complete' : 'unfinished' }
  } catch (err) {
    ctx.log.error({ err, part: 'deletions', kind, id }, 'sweep.failed')
    return { rows: 0, is: 'blocked' }
  }
}

function stepsOf(ctx: ErasureContext, deleted: Deleted): Step[] {
  const { kind, id } = deleted
  switch (kind) {
    case 'session':
      return sessionSteps(ctx, deleted)
    case 'webhook':
      return webhookSteps(ctx.db, id)
    case 'campaign':
      return campaignSteps(ctx.db, id)
    case 'list':
      return listSteps(ctx.db, id)
    case 'flow':
      return flowSteps(ctx.db, id)
    case 'app':
      return appSteps(ctx, id)
  }
}
