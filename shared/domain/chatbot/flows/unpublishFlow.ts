import { flows } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { ownFlow } from './loadFlow.ts'
import { type FlowView, toFlowView } from './view.ts'

/**
 * Makes a published flow a draft again. The flow starts no new runs, and live runs finish.
 * @throws NotFound
 */
export async function unpublishFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<FlowView> {
  const [row] = await ctx.db
    .update(flows)
    .set({ publishedVersionId: null, publishedAt: null, updatedAt: ctx.now() })
    .where(ownFlow(ctx, input.flowId))
    .returning()
  if (!row) throw new NotFound({ what: 'Flow', id: input.flowId })
  return toFlowView(row)
}
