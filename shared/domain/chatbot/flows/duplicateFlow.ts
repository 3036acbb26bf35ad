import { eq } from 'drizzle-orm'
import { flowSteps, flows } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../../context.ts'
import { insertFlow } from './createFlow.ts'
import { getFlow } from './getFlow.ts'
import { loadFlow, loadSteps, lockFlow } from './loadFlow.ts'
import type { FlowWithSteps } from './view.ts'

const MAX_NAME = 100
const ENDING = ' (copy)'

/** Makes a draft that is the same: all steps under new ids, connected among themselves.
 * @throws NotFound, TooManyFlows */
export async function duplicateFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<FlowWithSteps> {
  const original = await loadFlow(ctx, input.flowId)
  const { triggerType, triggerValue, enabled, sessionId } = original
  const name = original.name.slice(0, MAX_NAME - ENDING.length) + ENDING
  const copy = await insertFlow(ctx, { name, triggerType, triggerValue, enabled, sessionId })
  await ctx.db.transaction(async (tx) => {
    await lockFlow(tx, ctx, copy.id)
    // A run of the same request that died behind the flow's row left none.
    if ((await loadSteps(tx, copy.id)).length > 0) return
    const steps = await loadSteps(tx, original.id)
    const renamed = new Map(steps.map(({ id }) => [id, newId('step')]))
    const at = (id: string | null) => (id === null ? null : (renamed.get(id) ?? null))
    for (const { type, name, config, connections, position, id } of steps) {
      const linked = Object.entries(connections).map(([outlet, to]) => [outlet, at(to)])
      await tx.insert(flowSteps).values({
        ...{ type, name, config, position, flowId: copy.id, appId: ctx.appId },
        id: renamed.get(id) ?? newId('step'),
        connections: Object.fromEntries(linked),
      })
    }
    await tx
      .update(flows)
      .set({ startStepId: at(original.startStepId) })
      .where(eq(flows.id, copy.id))
  })
  return await getFlow({ ctx, input: { flowId: copy.id } })
}
