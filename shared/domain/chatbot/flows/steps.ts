import { and, eq } from 'drizzle-orm'
import { flowSteps, flows, type Transaction } from '#shared/database/index.ts'
import { NotFound, TooManySteps } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../../context.ts'
import type { StepInput, StepPatch } from './input.ts'
import { assertTargets, loadSteps, lockFlow } from './loadFlow.ts'
import { type StepRow, type StepView, toStepView } from './view.ts'

const MAX_STEPS = 300

/** Adds a step to a flow; its first one is where it begins. With a seed, a second run of the same request finds it.
 * @throws NotFound, ValidationFailed, TooManySteps */
export async function addStep({
  ctx,
  input,
}: {
  ctx: AppContext
  input: StepInput & { flowId: string }
}): Promise<StepView> {
  const { flowId, ...step } = input
  const id = newId('step', ctx.seed)
  const row = await ctx.db.transaction(async (tx) => {
    const flow = await lockFlow(tx, ctx, flowId)
    const steps = await loadSteps(tx, flowId)
    const earlier = steps.find((known) => known.id === id)
    if (earlier) return earlier
    if (steps.length >= MAX_STEPS) throw new TooManySteps({ limit: MAX_STEPS })
    assertTargets(step.connections, idsOf(steps), 'connections')
    const [made] = await tx
      .insert(flowSteps)
      .values({ ...step, id, flowId, appId: ctx.appId })
      .returning()
    await touch(tx, ctx, flowId, steps.length === 0 || !flow.startStepId ? { startStepId: id } : {})
    return made
  })
  if (!row) throw new Error('INSERT … RETURNING answered no row')
  return toStepView(row)
}

/** Changes what is given of a step; the rest stays.
 * @throws NotFound, ValidationFailed */
export async function updateStep({
  ctx,
  input,
}: {
  ctx: AppContext
  input: StepPatch & { flowId: string; stepId: string }
}): Promise<StepView> {
  const { flowId, stepId, ...given } = input
  const row = await ctx.db.transaction(async (tx) => {
    await lockFlow(tx, ctx, flowId)
    const steps = await loadSteps(tx, flowId)
    const step = steps.find(({ id }) => id === stepId)
    if (!step) throw new NotFound({ what: 'Step', id: stepId })
    if (given.connections) assertTargets(given.connections, idsOf(steps), 'connections')
    await tx
      .update(flowSteps)
      .set({ ...given, flowId })
      .where(eq(flowSteps.id, stepId))
    const isRedrawn = (given.type ?? given.config ?? given.connections) !== undefined
    await touch(tx, ctx, flowId, { isRedrawn })
    const [changed] = await tx.select().from(flowSteps).where(eq(flowSteps.id, stepId))
    return changed ?? step
  })
  return toStepView(row)
}

/** Deletes a step; what led to it leads nowhere.
 * @throws NotFound */
export async function deleteStep({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string; stepId: string }
}): Promise<void> {
  const { flowId, stepId } = input
  await ctx.db.transaction(async (tx) => {
    const flow = await lockFlow(tx, ctx, flowId)
    const deleted = await tx
      .delete(flowSteps)
      .where(and(eq(flowSteps.id, stepId), eq(flowSteps.flowId, flowId)))
      .returning({ id: flowSteps.id })
    if (deleted.length === 0) throw new NotFound({ what: 'Step', id: stepId })
    for (const { id, connections } of await loadSteps(tx, flowId)) {
      const kept = Object.entries(connections).filter(([, to]) => to !== stepId)
      if (kept.length === Object.keys(connections).length) continue
      await tx
        .update(flowSteps)
        .set({ connections: Object.fromEntries(kept) })
        .where(eq(flowSteps.id, id))
    }
    await touch(tx, ctx, flowId, flow.startStepId === stepId ? { startStepId: null } : {})
  })
}

/** The flow was changed; `isRedrawn`: in what goes live of it. */
export async function touch(
  tx: Transaction,
  ctx: Pick<AppContext, 'now'>,
  flowId: string,
  { isRedrawn = true, ...also }: { isRedrawn?: boolean; startStepId?: string | null } = {},
): Promise<void> {
  const now = ctx.now()
  await tx
    .update(flows)
    .set({ ...also, updatedAt: now, ...(isRedrawn && { changedAt: now }) })
    .where(eq(flows.id, flowId))
}

export function idsOf(steps: readonly Pick<StepRow, 'id'>[]): Set<string> {
  return new Set(steps.map(({ id }) => id))
}
