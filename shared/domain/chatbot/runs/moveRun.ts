import { and, eq } from 'drizzle-orm'
import { type Database, flowRuns } from '#shared/database/index.ts'
import { advance, type Input, type Run } from '../engine/index.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { updateRun } from './persist.ts'
import { toRun } from './row.ts'
import { loadVersionFlow } from './versions.ts'

/**
 * Has something happen to a run, in one transaction.
 * @param inputOf what happens, to the run as it is now; null: nothing
 */
export async function moveRun(
  ctx: { db: Database; now(): Date },
  runId: string,
  inputOf: (run: Run) => Input | null,
): Promise<void> {
  const now = ctx.now()
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(flowRuns)
      .where(and(eq(flowRuns.id, runId), ofLiveFlow))
      .for('update', { of: flowRuns })
    if (!row) return
    const run = toRun(row)
    const input = inputOf(run)
    if (!input) return
    const flow = await loadVersionFlow(tx, row.versionId)
    const advanced = advance(flow, run, input, now)
    if (advanced.run !== run) await updateRun(tx, row, advanced, now)
  })
}
