import { eq } from 'drizzle-orm'
import { flows, type Transaction } from '#shared/database/index.ts'
import type { AppContext } from '../../../context.ts'
import type { StepRow } from '../view.ts'

/** Marks a flow as changed. `isRedrawn` marks a change of the content that publication stores. */
export async function touchWithin(
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
