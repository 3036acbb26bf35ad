import { eq } from 'drizzle-orm'
import { cutText } from '#shared/cutText.ts'
import { flowSteps, flows } from '#shared/database/index.ts'
import { VesperError } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import { insertFlow } from './createFlow.ts'
import { deleteFlow } from './deleteFlow.ts'
import { getFlow } from './getFlow.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { loadFlow, loadSteps } from './loadFlow.ts'
import type { FlowRow, FlowWithSteps } from './view.ts'

const MAX_NAME = 100
const NAME_SUFFIX = ' (copy)'

/**
 * Creates a draft with a copy of each step under a new id. The connections of the copy lead to its own steps.
 * @throws NotFound, TooManyFlows, CapReached
 */
export async function duplicateFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<FlowWithSteps> {
  const original = await loadFlow({ ctx, input: { id: input.flowId } })
  const { triggerType, triggerValue, enabled, sessionId } = original
  const name = cutText(original.name, MAX_NAME - NAME_SUFFIX.length).trimEnd() + NAME_SUFFIX
  const copy = await insertFlow({ ctx, input: { name, triggerType, triggerValue, enabled, sessionId } })
  await copySteps(ctx, original, copy.id).catch(async (error: unknown) => {
    // A copy without its steps has no use.
    if (error instanceof VesperError) await deleteFlow({ ctx, input: { flowId: copy.id } })
    throw error
  })
  return await getFlow({ ctx, input: { flowId: copy.id } })
}

async function copySteps(ctx: AppContext, original: FlowRow, copyId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockFlowWithin(tx, ctx, copyId)
    // Steps mean that an earlier run of the same request has finished. A run that died after the flow's row left no
    // steps.
    if ((await loadSteps({ ctx: { db: tx }, input: { flowId: copyId } })).length > 0) return
    const steps = await loadSteps({ ctx: { db: tx }, input: { flowId: original.id } })
    const renamed = new Map(steps.map(({ id }) => [id, newId('step')]))
    const at = (id: string | null) => (id === null ? null : (renamed.get(id) ?? null))
    for (const { type, name, config, connections, position, id } of steps) {
      const linked = Object.entries(connections).map(([outlet, to]) => [outlet, at(to)])
      await tx.insert(flowSteps).values({
        ...{ type, name, config, position, flowId: copyId, appId: ctx.appId },
        id: renamed.get(id) ?? newId('step'),
        connections: Object.fromEntries(linked),
      })
    }
    await tx
      .update(flows)
      .set({ startStepId: at(original.startStepId), isLinked: original.isLinked })
      .where(eq(flows.id, copyId))
    await assertBelowCapWithin(tx, { appId: ctx.appId, now: ctx.now() }, 'steps')
  })
}
