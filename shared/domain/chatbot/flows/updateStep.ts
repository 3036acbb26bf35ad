import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import { flowSteps } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { STEPS, type StepName } from '../engine/index.ts'
import { assertKept } from './assertKept.ts'
import type { StepPatch } from './input.ts'
import { assertFlowFitsWithin } from './internal/assertFlowFitsWithin.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { idsOf, touchWithin } from './internal/touchWithin.ts'
import { assertTargets, loadFlow, loadSteps } from './loadFlow.ts'
import { assertConfig, readConfig } from './stepConfig.ts'
import { type StepRow, type StepView, toStepView } from './view.ts'

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
  // Patterns are compiled before any row is locked.
  if (given.type ?? given.config) await assertPatterns(ctx, input)
  const row = await ctx.db.transaction(async (tx) => {
    await lockFlowWithin(tx, ctx, flowId)
    const steps = await loadSteps({ ctx: { db: tx }, input: { flowId } })
    const step = steps.find(({ id }) => id === stepId)
    if (!step) throw new NotFound({ what: 'Step', id: stepId })
    const { config } = contentOf(step, given)
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

/**
 * Checks the content that a step has after a change. Publishing checks the content again, because another change may come first.
 * @throws NotFound, ValidationFailed
 */
async function assertPatterns(
  ctx: AppContext,
  { flowId, stepId, ...given }: StepPatch & { flowId: string; stepId: string },
): Promise<void> {
  await loadFlow({ ctx, input: { id: flowId } })
  const steps = await loadSteps({ ctx, input: { flowId } })
  const step = steps.find(({ id }) => id === stepId)
  if (!step) throw new NotFound({ what: 'Step', id: stepId })
  const { type, config, isChanged } = contentOf(step, given)
  if (isChanged) await assertConfig({ ctx, input: { type, config } })
}

/**
 * Returns the type and the configuration that a step has after a change. A content that stays is not checked, because an earlier version
 * of the gateway may have stored a fault. Publishing finds the fault.
 * @throws ValidationFailed if the configuration does not fit the type
 */
function contentOf(
  step: StepRow,
  given: StepPatch,
): { type: StepName; config: Record<string, unknown>; isChanged: boolean } {
  const { type = step.type as StepName, config = step.config } = given
  if (!given.config && type !== step.type)
    assertKept({ schema: STEPS[type].input, stored: config, part: 'config', type: `type ${type}` })
  const isChanged = type !== step.type || !isDeepStrictEqual(config, step.config)
  return { type, config: isChanged ? readConfig(type, config) : config, isChanged }
}
