import { and, eq } from 'drizzle-orm'
import { flowRuns } from '#shared/database/index.ts'
import { AccountSuspended } from '#shared/errors/index.ts'
import type { Context } from '../../context.ts'
import { claimRun, nextEffect, releaseRun } from './claim.ts'
import { moveRun } from './moveRun.ts'
import { isSlow, performEffect } from './performEffect.ts'
import { publishNow, publishTimer } from './publish.ts'
import { isSuspended } from './suspended.ts'

type Ctx = Omit<Context, 'keyring'>

/**
 * Performs what a run is about to say or call, in order, and sets its timer. What waits for a customer's server is left to a job,
 * one for each. `busy`: somebody else is at it, and does this too.
 * @param input.slow how many of those may be performed here; none unless said otherwise
 * @throws what may pass; the rest stays to be done
 */
export async function performEffects({
  ctx,
  input: { runId, slow = 0 },
}: {
  ctx: Ctx
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
  ctx: Ctx,
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
