import type { AppContext } from '../../context.ts'
import { loadFlow, loadSteps } from './loadFlow.ts'
import { type FlowWithSteps, toFlowView, toStepView } from './view.ts'

/**
 * Returns a flow with its steps.
 * @throws NotFound
 */
export async function getFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<FlowWithSteps> {
  const row = await loadFlow({ ctx, input: { id: input.flowId } })
  const steps = await loadSteps({ ctx, input: { flowId: row.id } })
  return { ...toFlowView(row), steps: steps.map(toStepView) }
}
