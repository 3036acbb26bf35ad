import { and, desc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { flowSteps, flows } from '#shared/database/index.ts'
import { decodeCursor, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import { assertOwnApp, flowsOf } from '../flows/index.ts'
import { ofLiveFlow } from '../runs/index.ts'
import { type Stats, type statsQuery, toCounts } from './view.ts'

const DAY_MS = 86_400_000
/**
 * Limits of one answer: flows of an app, and steps of a flow. An app has at most 200 flows, and a flow has at most
 * 300 steps beside its deleted steps.
 */
const MAX_FLOWS = 1_000
const MAX_STEPS = 1_000

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/**
 * Counts an app's conversations by status: in total, by flow and step, and by day. Counts only conversations that are
 * still stored.
 * @throws NotFound for another app
 */
export async function getStats({
  ctx,
  input,
}: {
  ctx: AppContext
  input: z.output<typeof statsQuery>
}): Promise<Stats> {
  assertOwnApp(ctx, input.appId)
  const since = new Date(ctx.now().getTime() - input.days * DAY_MS)
  const after = decodeCursor(input.cursor, sortKey)
  const [named, counted, steps] = await Promise.all([
    ctx.db
      .select({ id: flows.id, name: flows.name, createdAt: flows.createdAt })
      .from(flows)
      .where(
        and(
          flowsOf(ctx.appId),
          after && sql`(${flows.createdAt}, ${flows.id}) < (${after[0]}::timestamptz, ${after[1]})`,
        ),
      )
      .orderBy(desc(flows.createdAt), desc(flows.id))
      .limit(MAX_FLOWS + 1),
    countRuns(ctx, since),
    countSteps(ctx, since),
  ])
  const page = toPage(
    named,
    MAX_FLOWS,
    (row) => [row.createdAt.toISOString(), row.id],
    ({ id, name }) => ({
      flowId: id,
      name,
      ...toCounts(counted.filter(({ flowId }) => flowId === id)),
      steps: steps.filter(({ flowId }) => flowId === id).slice(0, MAX_STEPS),
    }),
  )
  const days = [...new Set(counted.map(({ day }) => day))].sort()
  return {
    since: since.toISOString(),
    total: toCounts(counted),
    flows: page.items,
    nextCursor: page.pagination.nextCursor,
    days: days.map((day) => ({ day, ...toCounts(counted.filter((row) => row.day === day)) })),
  }
}

async function countRuns(ctx: AppContext, since: Date) {
  const { rows } = await ctx.db.execute<{
    flowId: string
    day: string
    status: string
    count: number
  }>(sql`
    select flow_id as "flowId", to_char(started_at at time zone 'UTC', 'YYYY-MM-DD') as day, status, count(*)::int as count
    from flow_runs where app_id = ${ctx.appId} and started_at >= ${since.toISOString()}::timestamptz and ${ofLiveFlow}
    group by 1, 2, 3`)
  return rows
}

/**
 * Counts the conversations that reached each step. A conversation has reached each step that it left, and the step
 * where it is or ended.
 */
async function countSteps(ctx: AppContext, since: Date) {
  const { rows } = await ctx.db.execute<{
    flowId: string
    stepId: string
    type: string | null
    name: string | null
    reached: number
    left: number
  }>(sql`
    with mine as (
      select id, flow_id, step_id, status from flow_runs
      where app_id = ${ctx.appId} and started_at >= ${since.toISOString()}::timestamptz and ${ofLiveFlow}
    ), been as (
      select id, flow_id, step_id from mine where step_id is not null
      union
      select mine.id, mine.flow_id, e.step_id from mine join flow_run_entries e on e.run_id = mine.id and e.kind = 'step'
    ), ended as (
      select flow_id, step_id, count(*)::int as count from mine
      where status in ('abandoned', 'expired', 'failed') group by 1, 2
    )
    select been.flow_id as "flowId", been.step_id as "stepId", s.type, s.name, count(*)::int as reached,
      coalesce(max(ended.count), 0)::int as left
    from been left join ${flowSteps} s on s.id = been.step_id and s.app_id = ${ctx.appId}
      left join ended on ended.flow_id = been.flow_id and ended.step_id = been.step_id
    group by 1, 2, 3, 4, s.seq order by s.seq nulls last`)
  return rows
}
