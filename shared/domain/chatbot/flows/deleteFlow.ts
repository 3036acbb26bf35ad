import { and, eq } from 'drizzle-orm'
import { flows } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'

/** Deletes a flow with its steps and its conversations; those under way end.
 * @throws NotFound */
export async function deleteFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<void> {
  const deleted = await ctx.db
    .delete(flows)
    .where(and(eq(flows.id, input.flowId), eq(flows.appId, ctx.appId)))
    .returning({ id: flows.id })
  if (deleted.length === 0) throw new NotFound({ what: 'Flow', id: input.flowId })
}
