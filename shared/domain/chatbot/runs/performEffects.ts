import { and, eq } from 'drizzle-orm'
import { flowRuns } from '#shared/database/index.ts'
import { AccountSuspended } from '#shared/errors/index.ts'
import { claimRun, nextEffect, releaseRun } from './claim.ts'
import { moveRun } from './moveRun.ts'
import { type EffectContext, isSlow, performEffect } from './performEffect.ts'
import { publishNow, publishTimer } from './publish.ts'
import { isSuspended } from './suspended.ts'

/**
 * Performs the pending effects of a run, in order, and sets its timer. Leaves each slow effect, which waits for a
 * customer's server, to a job of its own. Returns `busy` if another host performs the effects and sets the timer.
 * @param input.slow number of slow effects that this call may perform; 0 by default
 * @throws for a passing failure; the other effects stay pending
 */
export async function performEffects({
  ctx,
  input: { runId, slow = 0 },
}: {
  ctx: EffectContext
  input: { runId: string; slow?: number }
}): Promise<'done' | 'busy'> {
  const run = await claimRun({ ctx, input: { runId } })
  if (run === 'busy') return 'busy'
  if (run !== 'idle') {
    try {
      await performAll(ctx, run, slow)
    } catch (error) {
      await releaseRun({ ctx, input: { runId } })
      throw error
    }
  }
  const [after] = await ctx.db.select().from(flowRuns).where(eq(flowRuns.id, runId))
  if (after) await publishTimer({ ctx, input: after })
  return 'done'
}

async function performAll(
  ctx: EffectContext,
  run: Parameters<typeof performEffect>[0]['input']['run'],
  slow: number,
): Promise<void> {
  if (await ctx.db.$count(flowRuns, and(eq(flowRuns.id, run.id), isSuspended(flowRuns.appId)))) {
    const { message } = new AccountSuspended()
    await moveRun({ ctx, input: { runId: run.id, inputOf: () => ({ type: 'fault', error: message }) } })
  }
  let slowLeft = slow
  for (
    let next = await nextEffect({ ctx, input: { runId: run.id } });
    next;
    next = await nextEffect({ ctx, input: { runId: run.id } })
  ) {
    if (isSlow(next)) {
      slowLeft -= 1
      if (slowLeft < 0) {
        await releaseRun({ ctx, input: { runId: run.id } })
        return await publishNow({ ctx, input: next })
      }
    }
    await performEffect({ ctx, input: { run, row: next } })
  }
}
