import { and, eq } from 'drizzle-orm'
import { flowSteps } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { touchWithin } from './internal/touchWithin.ts'
import { loadSteps } from './loadFlow.ts'

/**
 * Deletes a step. The connections to the step lead nowhere, and the other steps keep their connections.
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
    const [deleted] = await tx
      .delete(flowSteps)
      .where(and(eq(flowSteps.id, stepId), eq(flowSteps.flowId, flowId)))
      .returning({ connections: flowSteps.connections })
    if (!deleted) throw new NotFound({ what: 'Step', id: stepId })
    for (const { id, connections } of await loadSteps({ ctx: { db: tx }, input: { flowId } })) {
      const outlets = Object.entries(connections)
      if (!outlets.some(([, to]) => to === stepId)) continue
      // An outlet without an entry could behave otherwise: an unconnected `error` outlet fails the conversation.
      const kept = outlets.map(([outlet, to]) => [outlet, to === stepId ? null : to])
      await tx
        .update(flowSteps)
        .set({ connections: Object.fromEntries(kept) })
        .where(eq(flowSteps.id, id))
    }
    await touchWithin(tx, ctx, flowId, {
      wasLinked: Object.keys(deleted.connections).length > 0,
      ...(flow.startStepId === stepId && { startStepId: null }),
    })
  })
}
