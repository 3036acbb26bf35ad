import { eq } from 'drizzle-orm'
import { flowSteps } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import type { Arrangement } from './input.ts'
import { assertFlowFitsWithin } from './internal/assertFlowFitsWithin.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { idsOf, touchWithin } from './internal/touchWithin.ts'
import { assertTargets, loadSteps } from './loadFlow.ts'
import { type StepView, toStepView } from './view.ts'

/**
 * Changes positions and connections of several steps, all or none. Returns all steps of the flow.
 * @throws NotFound, ValidationFailed, FlowTooLarge
 */
export async function arrangeSteps({
  ctx,
  input,
}: {
  ctx: AppContext
  input: Arrangement & { flowId: string }
}): Promise<{ steps: StepView[] }> {
  const { flowId } = input
  const rows = await ctx.db.transaction(async (tx) => {
    await lockFlowWithin(tx, ctx, flowId)
    const known = idsOf(await loadSteps({ ctx: { db: tx }, input: { flowId } }))
    for (const [index, { id, position, connections }] of input.steps.entries()) {
      if (!known.has(id)) throw new NotFound({ what: 'Step', id })
      if (connections) assertTargets(connections, known, `steps.${index}.connections`)
      if (position ?? connections)
        await tx.update(flowSteps).set({ position, connections }).where(eq(flowSteps.id, id))
    }
    await assertFlowFitsWithin(tx, flowId)
    const isRedrawn = input.steps.some(({ connections }) => connections !== undefined)
    await touchWithin(tx, ctx, flowId, { isRedrawn })
    return await loadSteps({ ctx: { db: tx }, input: { flowId } })
  })
  return { steps: rows.map(toStepView) }
}
