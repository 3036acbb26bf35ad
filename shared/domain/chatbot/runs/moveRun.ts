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
 * Has something happen to a run: reads it, computes outside of a transaction, and writes if nothing has changed the run meanwhile.
 * @param inputOf what happens, to the run as it is now; null: nothing. It may be asked again.
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
    // Deleted with its runs.
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
