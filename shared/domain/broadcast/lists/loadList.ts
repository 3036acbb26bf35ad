import { and, eq, isNull } from 'drizzle-orm'
import { listRecipients, type Queryable, recipientLists } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { type ListRow, type ListView, toListView } from './view.ts'

/** The condition that finds the app's own list. */
export function ownList(ctx: AppContext, id: string) {
  return and(eq(recipientLists.id, id), listsOf(ctx.appId))
}

/** The condition that finds the lists of an app, without those that are deleted. */
export function listsOf(appId: string) {
  return and(eq(recipientLists.appId, appId), isNull(recipientLists.deletedAt))
}

/** The app's own list of that id.
 * @throws NotFound also for another app's */
export async function loadList({
  ctx,
  input: { id },
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<ListRow> {
  const [row] = await ctx.db.select().from(recipientLists).where(ownList(ctx, id))
  if (!row) throw new NotFound({ what: 'List', id })
  return row
}

/** A list, without its recipients.
 * @throws NotFound */
export async function getList({ ctx, input }: { ctx: AppContext; input: { id: string } }): Promise<ListView> {
  const row = await loadList({ ctx, input: { id: input.id } })
  return toListView(row, await countRecipients({ ctx, input: { listId: row.id } }))
}

/** How many are in a list. */
export async function countRecipients({
  ctx: { db },
  input: { listId },
}: {
  ctx: { db: Queryable }
  input: { listId: string }
}): Promise<number> {
  return await db.$count(listRecipients, eq(listRecipients.listId, listId))
}
