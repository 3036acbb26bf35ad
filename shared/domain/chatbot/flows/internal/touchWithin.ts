import { eq, sql } from 'drizzle-orm'
import { flowSteps, flows, type Transaction } from '#shared/database/index.ts'
import type { AppContext } from '../../../context.ts'
import type { StepRow } from '../view.ts'

/** True for a flow that has, or has had, a connection. A flow that has lost all steps is unlinked again. */
const isLinked = (flowId: string, wasLinked: boolean) => sql<boolean>`
  exists (select 1 from ${flowSteps} where ${flowSteps.flowId} = ${flowId}) and (${flows.isLinked} or ${wasLinked}
    or exists (select 1 from ${flowSteps} where ${flowSteps.flowId} = ${flowId} and ${flowSteps.connections} <> '{}'))`

/**
 * Marks a flow as changed. Call this function after a change of steps.
 * @param change `isRedrawn` marks a change of the content that publication stores; `wasLinked` tells that a deleted step
 * had a connection
 */
export async function touchWithin(
  tx: Transaction,
  ctx: Pick<AppContext, 'now'>,
  flowId: string,
  {
    isRedrawn = true,
    wasLinked = false,
    ...also
  }: { isRedrawn?: boolean; wasLinked?: boolean; startStepId?: string | null } = {},
): Promise<void> {
  const now = ctx.now()
  await tx
    .update(flows)
    .set({
      ...also,
      isLinked: isLinked(flowId, wasLinked),
      updatedAt: now,
      ...(isRedrawn && { changedAt: now }),
    })
    .where(eq(flows.id, flowId))
}

export function idsOf(steps: readonly Pick<StepRow, 'id'>[]): Set<string> {
  return new Set(steps.map(({ id }) => id))
}
