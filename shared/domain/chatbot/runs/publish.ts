import type { Context } from '../../context.ts'
import type { EntryRow, RunRow } from './row.ts'

type Ctx = Pick<Context, 'jobs' | 'now'>

const RETRY_SECONDS = 5

/** Publishes a job for a slow effect. If QStash refuses the job, the sweeper publishes the job later. */
export async function publishNow({
  ctx,
  input: { runId, number },
}: {
  ctx: Ctx
  input: EntryRow
}): Promise<void> {
  await ctx.jobs.publishAll([
    { name: 'continue-flow', input: { runId }, deduplicationId: `${runId}-effect-${number}` },
  ])
}

/**
 * Publishes the timer of a run, if the run waits for a time. If QStash refuses the timer, the sweeper publishes it
 * later.
 */
export async function publishTimer({
  ctx,
  input: { id: runId, status, turn, dueAt },
}: {
  ctx: Ctx
  input: RunRow
}): Promise<void> {
  if (status !== 'active' || !dueAt) return
  const delaySeconds = Math.max(1, Math.ceil((dueAt.getTime() - ctx.now().getTime()) / 1000))
  const deduplicationId = `${runId}-turn-${turn}`
  await ctx.jobs.publishAll([
    { name: 'continue-flow', input: { runId, turn }, deduplicationId, delaySeconds },
  ])
}

/** Publishes a job for effects that failed for a passing reason. QStash repeats the job with growing pauses. */
export async function performLater({
  ctx,
  input: { runId },
}: {
  ctx: Ctx
  input: { runId: string }
}): Promise<void> {
  const deduplicationId = `${runId}-later-${ctx.now().getTime()}`
  const delaySeconds = RETRY_SECONDS
  await ctx.jobs.publishAll([{ name: 'continue-flow', input: { runId }, deduplicationId, delaySeconds }])
}
