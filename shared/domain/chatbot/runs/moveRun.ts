import { and, eq } from 'drizzle-orm'
import { flowRuns } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { advanceRun, type Input, type Run } from '../engine/index.ts'
import { compute } from './compute.ts'
import { updateRunWithin } from './internal/persistWithin.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { toRun } from './row.ts'
import { isUnchanged, untilUnchanged } from './unchanged.ts'
import { loadVersionFlow } from './versions.ts'

/**
 * Applies an input to a run: reads the run, computes outside of a transaction, and writes if the run is unchanged.
 * @param input.inputOf returns the input for the current state of the run, or null; may be called several times
 * @throws RunChangedMeanwhile
 */
export async function moveRun({
  ctx,
  input: { runId, inputOf },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'cpuMeter'>
  input: { runId: string; inputOf: (run: Run) => Input | null }
}): Promise<void> {
  const now = ctx.now()
  await untilUnchanged(async () => {
    const own = and(eq(flowRuns.id, runId), ofLiveFlow)
    const [row] = await ctx.db.select().from(flowRuns).where(own)
    if (!row) return DONE
    const run = toRun(row)
    const input = inputOf(run)
    if (!input) return DONE
    const flow = await loadVersionFlow({ ctx, input: { versionId: row.versionId } })
    // The version is deleted together with its runs.
    if (flow === null) return DONE
    const advanced = await compute({ ctx, input: { work: advanceRun(flow, run, input, now) } })
    if (advanced.run === run) return DONE
    return await ctx.db.transaction(async (tx) => {
      const [held] = await tx.select().from(flowRuns).where(own).for('update', { of: flowRuns })
      if (!isUnchanged(row, held)) return null
      await updateRunWithin(tx, row, advanced, now)
      return DONE
    })
  })
}

const DONE = { done: undefined }
