import { eq } from 'drizzle-orm'
import { apps, flows } from '#shared/database/index.ts'
import { TooManyFlows } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import { loadSession } from '../../sessions/index.ts'
import { assertTrigger, type FlowInput } from './input.ts'
import { assertOwnApp, flowsOf, loadSteps } from './loadFlow.ts'
import { type FlowRow, type FlowWithSteps, toFlowView, toStepView } from './view.ts'

const MAX_FLOWS = 200

/**
 * Creates a flow: a draft without steps. With a seed, a second run of the same request returns the flow of the first
 * run.
 * @throws NotFound for another app or its session, ValidationFailed, TooManyFlows, CapReached
 */
export async function createFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: FlowInput
}): Promise<FlowWithSteps> {
  const { appId, name, triggerType, triggerValue, enabled, sessionId = null } = input
  assertOwnApp(ctx, appId)
  await assertTrigger({ ctx, input: { type: triggerType, value: triggerValue } })
  if (sessionId !== null) await loadSession({ ctx, input: { id: sessionId } })
  const row = await insertFlow({ ctx, input: { name, triggerType, triggerValue, enabled, sessionId } })
  const steps = await loadSteps({ ctx, input: { flowId: row.id } })
  return { ...toFlowView(row), steps: steps.map(toStepView) }
}

/**
 * Writes a draft, or finds the draft of an earlier run of the same request.
 * @throws TooManyFlows, CapReached
 */
export async function insertFlow({
  ctx,
  input: flow,
}: {
  ctx: AppContext
  input: Pick<FlowRow, 'name' | 'triggerType' | 'triggerValue' | 'enabled' | 'sessionId'>
}): Promise<FlowRow> {
  const id = newId('flow', ctx.seed)
  const now = ctx.now()
  return await ctx.db.transaction(async (tx) => {
    // The lock keeps two concurrent calls from taking the last place.
    await tx.select({ id: apps.id }).from(apps).where(eq(apps.id, ctx.appId)).for('no key update')
    const [earlier] = await tx.select().from(flows).where(eq(flows.id, id))
    if (earlier) return earlier
    if ((await tx.$count(flows, flowsOf(ctx.appId))) >= MAX_FLOWS)
      throw new TooManyFlows({ limit: MAX_FLOWS })
    const [made] = await tx
      .insert(flows)
      .values({ ...flow, id, appId: ctx.appId, changedAt: now, createdAt: now, updatedAt: now })
      .returning()
    if (!made) throw new Error('INSERT … RETURNING returned no row')
    await assertBelowCapWithin(tx, { appId: ctx.appId, now }, 'flows')
    return made
  })
}
