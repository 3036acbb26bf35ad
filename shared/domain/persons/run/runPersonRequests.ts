import { sql } from 'drizzle-orm'
import type { PersonRequestKind } from '#shared/contracts/persons.ts'
import { BatchSize, type Bounds, takeBatch } from '../../batches/index.ts'
import type { ActiveRequest, RunContext, Taken } from './active.ts'
import { activeErasure } from './erasure.ts'
import { ActiveExport } from './export.ts'

/** Requests of one app that are in progress at one time. */
const EACH = 5
const AT_ONCE = 200
const FIRST_ROWS = 100
/** Most bytes of a data file of an export. */
const PART_BYTES = 8_000_000
/** Most bytes that the open data files of one run hold together. The sweeper has 512 MB. */
const BUFFERED_BYTES = 64_000_000

interface Found {
  [column: string]: unknown
  id: string
  appId: string
  kind: PersonRequestKind
}

interface Item extends Found {
  active: ActiveRequest
  size: BatchSize
}

/**
 * Works on the running requests about persons in batches; within an app, the oldest request comes first. Apps take turns batch by
 * batch. If a run dies, the next run continues. A failed request is logged and waits for the next run. Returns the number of examined
 * rows.
 */
export async function runPersonRequests({
  ctx,
  input: { until, rows = FIRST_ROWS, turns },
}: {
  ctx: RunContext
  input: Bounds
}): Promise<number> {
  const found = await findRunning(ctx)
  const exports = found.filter(({ kind }) => kind === 'export').length
  const partBytes = Math.min(PART_BYTES, BUFFERED_BYTES / Math.max(1, exports))
  const items = found.map((request) => ({
    ...request,
    active:
      request.kind === 'export'
        ? new ActiveExport(ctx, request.id, partBytes)
        : activeErasure(ctx, request.id),
    size: new BatchSize(rows),
  }))
  const { looked, unfinished } = await takeTurns(ctx, groupByApp(items), { until, turns })
  for (const item of unfinished) await closeOne(ctx, item)
  return looked
}

/** Takes batches of the first request of each app, until no request can continue or the time is over. */
async function takeTurns(
  ctx: RunContext,
  apps: Item[][],
  { until, turns }: { until: Date; turns: Bounds['turns'] | undefined },
): Promise<{ looked: number; unfinished: Item[] }> {
  let looked = 0
  let queues = apps
  while (queues.length > 0) {
    for (const queue of queues) {
      const [item] = queue
      if (!item) continue
      const taken = await takeSome(ctx, item, turns)
      looked += taken.looked
      if (taken.is !== 'unfinished') queue.shift()
      if (ctx.now() >= until) return { looked, unfinished: queues.flatMap(([first]) => first ?? []) }
    }
    queues = queues.filter((queue) => queue.length > 0)
  }
  return { looked, unfinished: [] }
}

function groupByApp(items: readonly Item[]): Item[][] {
  const queues = new Map<string, Item[]>()
  for (const item of items) queues.set(item.appId, [...(queues.get(item.appId) ?? []), item])
  return [...queues.values()]
}

async function findRunning({ db }: Pick<RunContext, 'db'>): Promise<Found[]> {
  const { rows } = await db.execute<Found>(sql`
    with ranked as (
      select id, app_id, kind, created_at, row_number() over (partition by app_id order by created_at, id) as nth
      from person_requests where status = 'running'
    )
    select id, app_id as "appId", kind from ranked where nth <= ${EACH} order by nth, created_at limit ${AT_ONCE}`)
  return rows
}

/** Runs one batch of a request. */
async function takeSome(ctx: RunContext, item: Item, turns: Bounds['turns'] | undefined): Promise<Taken> {
  let taken: Taken = { looked: 0, is: 'blocked' }
  try {
    await takeBatch(
      item.size,
      async (rows) => {
        taken = await item.active.take(rows)
        return taken.looked
      },
      turns,
    )
    return taken
  } catch (err) {
    ctx.log.error({ err, part: 'persons', kind: item.kind, id: item.id }, 'sweep.failed')
    return { looked: 0, is: 'blocked' }
  }
}

async function closeOne(ctx: RunContext, { active, kind, id }: Item): Promise<void> {
  try {
    await active.close()
  } catch (err) {
    ctx.log.error({ err, part: 'persons', kind, id }, 'sweep.failed')
  }
}
