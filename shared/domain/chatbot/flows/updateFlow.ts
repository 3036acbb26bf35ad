import { isDeepStrictEqual } from 'node:util'
import { and, eq } from 'drizzle-orm'
import type { TriggerType } from '#shared/contracts/chatbot.ts'
import { flowSteps, flows, isUniqueViolation, type Transaction } from '#shared/database/index.ts'
import { FlowIsPublished, NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { loadSession } from '../../sessions/index.ts'
import { TRIGGER_INPUTS } from '../triggers/index.ts'
import { assertKept } from './assertKept.ts'
import { findRival } from './findRival.ts'
import { assertTrigger, type FlowPatch, readTrigger } from './input.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { loadFlow } from './loadFlow.ts'
import { type FlowRow, type FlowView, isPublished, toFlowView } from './view.ts'

/**
 * Changes the given fields. Name and `enabled` take effect at once. Trigger, start and steps take effect at the next
 * publication.
 * @throws NotFound, ValidationFailed, FlowIsPublished for another session of a published flow, SessionHasFlow if the
 * session of the enabled flow has another published and enabled flow
 */
export async function updateFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: FlowPatch & { flowId: string }
}): Promise<FlowView> {
  const { flowId, ...given } = input
  if (given.sessionId) await loadSession({ ctx, input: { id: given.sessionId } })
  // The patterns of a trigger are compiled before any row is locked.
  if ((given.triggerType ?? given.triggerValue) !== undefined) {
    const flow = await loadFlow({ ctx, input: { id: flowId } })
    const trigger = triggerOf(flow, given)
    if (isOther(flow, trigger)) await assertTrigger({ ctx, input: trigger })
  }
  const row = await change(ctx, flowId, given).catch(async (error: unknown) => {
    if (!isUniqueViolation(error, 'flows_published')) throw error
    throw (await findRival({ ctx, input: { flowId } })) ?? error
  })
  if (!row) throw new NotFound({ what: 'Flow', id: flowId })
  return toFlowView(row)
}

async function change(ctx: AppContext, flowId: string, given: FlowPatch): Promise<FlowRow | undefined> {
  return await ctx.db.transaction(async (tx) => {
    const flow = await lockFlowWithin(tx, ctx, flowId)
    const isMoved = given.sessionId !== undefined && given.sessionId !== flow.sessionId
    if (isMoved && isPublished(flow)) throw new FlowIsPublished({ flowId })
    if (given.startStepId !== undefined) await assertStep(tx, flow, given.startStepId)
    const trigger = triggerOf(flow, given)
    const { type: triggerType, value } = trigger
    const triggerValue = isOther(flow, trigger) ? readTrigger(triggerType, value) : value
    const now = ctx.now()
    const isRedrawn = (given.triggerType ?? given.triggerValue ?? given.startStepId) !== undefined
    const [changed] = await tx
      .update(flows)
      .set({
        ...given,
        triggerType,
        triggerValue,
        updatedAt: now,
        ...(isRedrawn && { changedAt: now }),
        // A flow whose session was deleted is a draft on its next session.
        ...(isMoved && { publishedVersionId: null, publishedAt: null }),
      })
      .where(eq(flows.id, flow.id))
      .returning()
    return changed
  })
}

async function assertStep(tx: Transaction, flow: FlowRow, stepId: string): Promise<void> {
  const found = await tx.$count(flowSteps, and(eq(flowSteps.id, stepId), eq(flowSteps.flowId, flow.id)))
  if (found === 0) throw new NotFound({ what: 'Step', id: stepId })
}

/**
 * Returns the trigger that a flow has after a change. A change of the type alone keeps the value.
 * @throws ValidationFailed if the new type does not have a field of the kept value
 */
function triggerOf(
  flow: FlowRow,
  { triggerType: type = flow.triggerType, triggerValue }: FlowPatch,
): { type: TriggerType; value: Record<string, unknown> } {
  if (triggerValue) return { type, value: triggerValue }
  const stored = flow.triggerValue
  if (type !== flow.triggerType)
    assertKept({ schema: TRIGGER_INPUTS[type], stored, part: 'triggerValue', type: `triggerType ${type}` })
  return { type, value: stored }
}

/**
 * Tells whether a trigger differs from the stored trigger. A trigger that stays is not checked, because an earlier version of the gateway
 * may have stored a fault.
 */
function isOther(
  flow: FlowRow,
  { type, value }: { type: TriggerType; value: Record<string, unknown> },
): boolean {
  return type !== flow.triggerType || !isDeepStrictEqual(value, flow.triggerValue)
}
