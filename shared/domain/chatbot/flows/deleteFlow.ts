import { flows } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { ownFlow } from './loadFlow.ts'

/**
 * Deletes a flow and frees its session. Live runs end at once. The sweeper deletes steps and runs in batches.
 * @throws NotFound
 */
export async function deleteFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<void> {
  const deleted = await ctx.db
    .update(flows)
    .set({ deletedAt: ctx.now(), sessionId: null, publishedVersionId: null })
    .where(ownFlow(ctx, input.flowId))
    .returning({ id: flows.id })
  if (deleted.length === 0) throw new NotFound({ what: 'Flow', id: input.flowId })
}
