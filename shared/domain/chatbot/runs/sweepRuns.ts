import { and, eq, inArray, lt, lte, ne, sql } from 'drizzle-orm'
import { flowRunEntries, flowRuns } from '#shared/database/index.ts'
import type { Job } from '#shared/queues/index.ts'
import type { Context } from '../../context.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { moveRun } from './moveRun.ts'

type Ctx = Pick<Context, 'db' | 'jobs' | 'now' | 'cpuMeter'>

const BATCH = 500
/** Age of a due timer, in ms, after which the timer counts as lost. QStash calls shortly after the due time. */
const OVERDUE_MS = 15_000
/** Age of a pending effect, in ms, after which the claim of a dead host has ended. */
const LEFT_BEHIND_MS = 60_000
/** Age of a pending effect, in ms, after which the sweeper no longer repeats the effect. */
const GIVEN_UP_MS = 24 * 3_600_000

/**
 * Ends runs that have expired, and publishes jobs that QStash has lost: overdue timers and effects that are still
 * pending. Returns the number of ended runs and published jobs.
 */
export async function sweepRuns({ ctx }: { ctx: Ctx }): Promise<number> {
  const taken = await ctx.jobs.publishAll([...(await overdueTimers(ctx)), ...(await leftBehind(ctx))])
  return taken.length + (await expireRuns(ctx))
}

async function expireRuns(ctx: Ctx): Promise<number> {
  const now = ctx.now()
  const rows = await ctx.db
    .select({ id: flowRuns.id })
    .from(flowRuns)
    .where(and(inArray(flowRuns.status, ['active', 'paused']), ofLiveFlow, lte(flowRuns.expiresAt, now)))
    .limit(BATCH)
  for (const { id } of rows)
    await moveRun({
      ctx,
      input: {
        runId: id,
        inputOf: ({ expiresAt }) => (expiresAt && expiresAt <= now ? { type: 'expire' } : null),
      },
    })
  return rows.length
}

async function overdueTimers(ctx: Ctx): Promise<Job[]> {
  const now = ctx.now().getTime()
  const rows = await ctx.db
    .select({ runId: flowRuns.id, turn: flowRuns.turn })
    .from(flowRuns)
    .where(and(eq(flowRuns.status, 'active'), ofLiveFlow, lt(flowRuns.dueAt, new Date(now - OVERDUE_MS))))
    .orderBy(flowRuns.dueAt)
    .limit(BATCH)
  return rows.map((input) => ({
    name: 'continue-flow',
    input,
    deduplicationId: `${input.runId}-turn-${input.turn}-${minuteOf(now)}`,
  }))
}

async function leftBehind(ctx: Ctx): Promise<Job[]> {
  const now = ctx.now().getTime()
  const instant = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`
  const rows = await ctx.db
    .selectDistinct({ runId: flowRunEntries.runId })
    .from(flowRunEntries)
    .innerJoin(flowRuns, eq(flowRuns.id, flowRunEntries.runId))
    .where(
      and(
        eq(flowRunEntries.pending, true),
        ne(flowRuns.status, 'paused'),
        ofLiveFlow,
        sql`${flowRunEntries.at} between ${instant(now - GIVEN_UP_MS)} and ${instant(now - LEFT_BEHIND_MS)}`,
        sql`(${flowRuns.claimedUntil} is null or ${flowRuns.claimedUntil} < ${instant(now)})`,
      ),
    )
    .limit(BATCH)
  return rows.map((input) => ({
    name: 'continue-flow',
    input,
    deduplicationId: `${input.runId}-left-${minuteOf(now)}`,
  }))
}

/**
 * Returns a part of the deduplication id that changes each minute, so that QStash does not drop the job as a
 * duplicate.
 */
function minuteOf(now: number): number {
  return Math.floor(now / 60_000)
}
