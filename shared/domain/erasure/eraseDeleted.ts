import { sql } from 'drizzle-orm'
import { BatchSize, type Bounds, takeBatch } from '../batches/index.ts'
import { appSteps } from './appSteps.ts'
import { sessionSteps } from './sessionSteps.ts'
import type { Deleted, ErasureContext, Step } from './steps.ts'
import { campaignSteps, flowSteps, listSteps, webhookSteps } from './thingSteps.ts'

/** Of each app, things in hand at a time. */
const EACH = 10
const AT_ONCE = 1_000
const FIRST_ROWS = 100

interface InHand extends Deleted {
  steps: Step[]
  size: BatchSize
}

/**
 * Deletes the rows of what users have deleted, in batches, and what was deleted first of each app first. Apps take turns batch by batch, so
 * that a large deletion holds up nobody else's. The marks are in the rows: a run that dies leaves the rest to the next run. A thing that
 * fails is logged and waits for the next run; the others go on. Answers how many rows it has worked off.
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
      union all select 'webhook', id, app_id, deleted_at from webhooks where deleted_at is not null
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

/** Works things off until none can go on, or time is up. Answers how many of them ended. */
async function eraseAll(
  ctx: ErasureContext,
  found: readonly Deleted[],
  { until, rows = FIRST_ROWS, turns }: Bounds,
): Promise<{ rows: number; ended: number }> {
  let lanes = toLanes(
    found.map((thing) => ({ ...thing, steps: stepsOf(ctx, thing), size: new BatchSize(rows) })),
  )
  const done = { rows: 0, ended: 0 }
  while (lanes.length > 0) {
    for (const lane of lanes) {
      const [thing] = lane
      if (!thing) continue
      const outcome = await eraseSome(ctx, thing, turns)
      done.rows += outcome.rows
      if (outcome.is !== 'going on') lane.shift()
      if (outcome.is === 'over') done.ended += 1
      if (ctx.now() >= until) return done
    }
    lanes = lanes.filter((lane) => lane.length > 0)
  }
  return done
}

/** The things of each app, in their order. */
function toLanes(things: readonly InHand[]): InHand[][] {
  const lanes = new Map<string, InHand[]>()
  for (const thing of things) lanes.set(thing.appId, [...(lanes.get(thing.appId) ?? []), thing])
  return [...lanes.values()]
}

/** Takes one batch of a thing. */
async function eraseSome(
  ctx: ErasureContext,
  { kind, id, steps, size }: InHand,
  turns: Bounds['turns'],
): Promise<{ rows: number; is: 'going on' | 'over' | 'stuck' }> {
  const [step] = steps
  if (!step) return { rows: 0, is: 'over' }
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
    if (isBlocked) return { rows: 0, is: 'stuck' }
    if (changed < asked) steps.shift()
    return { rows: changed, is: steps.length === 0 ? 'over' : 'going on' }
  } catch (err) {
    ctx.log.error({ err, part: 'deletions', kind, id }, 'sweep.failed')
    return { rows: 0, is: 'stuck' }
  }
}

function stepsOf(ctx: ErasureContext, { kind, id }: Deleted): Step[] {
  switch (kind) {
    case 'session':
      return sessionSteps(ctx, id)
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
