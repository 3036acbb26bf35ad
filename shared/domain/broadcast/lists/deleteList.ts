import { recipientLists } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { ownList } from './loadList.ts'

/**
 * Deletes a list. The sweeper deletes its recipients in batches. A campaign from the list keeps its own copy.
 * @throws NotFound
 */
export async function deleteList({ ctx, input }: { ctx: AppContext; input: { id: string } }): Promise<void> {
  const deleted = await ctx.db
    .update(recipientLists)
    .set({ deletedAt: ctx.now() })
    .where(ownList(ctx, input.id))
    .returning({ id: recipientLists.id })
  if (deleted.length === 0) throw new NotFound({ what: 'List', id: input.id })
}
