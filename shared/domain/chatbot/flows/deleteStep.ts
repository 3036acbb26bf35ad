import { and, eq } from 'drizzle-orm'
import { flowSteps } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { touchWithin } from './internal/touchWithin.ts'
import { loadSteps } from './loadFlow.ts'

/**
 * Deletes a step, and the connections to the step.
 * @throws NotFound
 */
export async function deleteStep({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string; stepId: string }
}): Promise<void> {
  const { flowId, stepId } = input
  await ctx.db.transaction(async (tx) => {
    const flow = await lockFlowWithin(tx, ctx, flowId)
    const deleted = await tx
      .delete(flowSteps)
      .where(and(eq(flowSteps.id, stepId), eq(flowSteps.flowId, flowId)))
      .returning({ id: flowSteps.id })
    if (deleted.length === 0) throw new NotFound({ what: 'Step', id: stepId })
    for (const { id, connections } of await loadSteps({ ctx: { db: tx }, input: { flowId } })) {
      const kept = Object.entries(connections).filter(([, to]) => to !== stepId)
      if (kept.length === Object.keys(connections).length) continue
      await tx
        .update(flowSteps)
        .set({ connections: Object.fromEntries(kept) })
        .where(eq(flowSteps.id, id))
    }
    await touchWithin(tx, ctx, flowId, flow.startStepId === stepId ? { startStepId: null } : {})
  })
}
