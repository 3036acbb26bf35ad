import { eq } from 'drizzle-orm'
import { flowSteps } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { STEPS, type StepName } from '../engine/index.ts'
import { assertKept } from './assertKept.ts'
import { assertWritten } from './assertWritten.ts'
import type { StepPatch } from './input.ts'
import { assertFlowFitsWithin } from './internal/assertFlowFitsWithin.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { idsOf, touchWithin } from './internal/touchWithin.ts'
import { assertTargets, loadSteps } from './loadFlow.ts'
import { assertConfigNames } from './stepConfig.ts'
import { type StepView, toStepView } from './view.ts'

/**
 * Changes the given fields of a step, and keeps the others. A new type must have each field of a configuration that is kept.
 * @throws NotFound, ValidationFailed, FlowTooLarge
 */
export async function updateStep({
  ctx,
  input,
}: {
  ctx: AppContext
  input: StepPatch & { flowId: string; stepId: string }
}): Promise<StepView> {
  const { flowId, stepId, ...given } = input
  const row = await ctx.db.transaction(async (tx) => {
    await lockFlowWithin(tx, ctx, flowId)
    const steps = await loadSteps({ ctx: { db: tx }, input: { flowId } })
    const step = steps.find(({ id }) => id === stepId)
    if (!step) throw new NotFound({ what: 'Step', id: stepId })
    const type = given.type ?? (step.type as StepName)
    if (given.config) assertConfigNames(type, given.config)
    else if (type !== step.type)
      assertKept({ schema: STEPS[type].input, stored: step.config, part: 'config', type: `type ${type}` })
    const config = given.config ?? step.config
    if (given.type ?? given.config) assertWritten({ type, config })
    if (given.connections) assertTargets(given.connections, idsOf(steps), 'connections')
    await tx
      .update(flowSteps)
      .set({ ...given, config, flowId })
      .where(eq(flowSteps.id, stepId))
    await assertFlowFitsWithin(tx, flowId)
    const isRedrawn = (given.type ?? given.config ?? given.connections) !== undefined
    await touchWithin(tx, ctx, flowId, { isRedrawn })
    const [changed] = await tx.select().from(flowSteps).where(eq(flowSteps.id, stepId))
    return changed ?? step
  })
  return toStepView(row)
}
