import type { Context } from '../../context.ts'
import type { EntryRow, RunRow } from './row.ts'

type Ctx = Pick<Context, 'jobs' | 'now'>

const RETRY_SECONDS = 5

/** Has a job perform an effect that takes long. What QStash does not take, the sweeper finds. */
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

/** Sets a run's timer, if it waits for one. What QStash does not take, the sweeper finds when it is due. */
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

/** Has a job perform what could not be performed now; QStash then calls it again, less and less often. */
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
