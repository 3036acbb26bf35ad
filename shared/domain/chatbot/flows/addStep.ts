import { flowSteps } from '#shared/database/index.ts'
import { TooManySteps } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import type { StepInput } from './input.ts'
import { assertFlowFitsWithin } from './internal/assertFlowFitsWithin.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { idsOf, touchWithin } from './internal/touchWithin.ts'
import { assertTargets, loadSteps } from './loadFlow.ts'
import { assertConfig } from './stepConfig.ts'
import { type StepView, toStepView } from './view.ts'

const MAX_STEPS = 300

/**
 * Adds a step to a flow. The first step becomes the start of the flow. With a seed, a second run of the same request
 * returns the step of the first run.
 * @throws NotFound, ValidationFailed, TooManySteps, FlowTooLarge, CapReached
 */
export async function addStep({
  ctx,
  input,
}: {
  ctx: AppContext
  input: StepInput & { flowId: string }
}): Promise<StepView> {
  const { flowId, ...step } = input
  await assertConfig({ ctx, input: step })
  const id = newId('step', ctx.seed)
  const row = await ctx.db.transaction(async (tx) => {
    const flow = await lockFlowWithin(tx, ctx, flowId)
    const steps = await loadSteps({ ctx: { db: tx }, input: { flowId } })
    const earlier = steps.find((known) => known.id === id)
    if (earlier) return earlier
    if (steps.length >= MAX_STEPS) throw new TooManySteps({ limit: MAX_STEPS })
    assertTargets(step.connections, idsOf(steps), 'connections')
    const [made] = await tx
      .insert(flowSteps)
      .values({ ...step, id, flowId, appId: ctx.appId })
      .returning()
    await assertFlowFitsWithin(tx, flowId)
    await touchWithin(tx, ctx, flowId, steps.length === 0 || !flow.startStepId ? { startStepId: id } : {})
    await assertBelowCapWithin(tx, { appId: ctx.appId, now: ctx.now() }, 'steps')
    return made
  })
  if (!row) throw new Error('INSERT … RETURNING returned no row')
  return toStepView(row)
}
