import { and, eq, isNull } from 'drizzle-orm'
import { listRecipients, type Queryable, recipientLists } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { type ListRow, type ListView, toListView } from './view.ts'

/** Builds the condition that finds one list of the app. */
export function ownList(ctx: AppContext, id: string) {
  return and(eq(recipientLists.id, id), listsOf(ctx.appId))
}

/** Builds the condition that finds the lists of an app, except deleted lists. */
export function listsOf(appId: string) {
  return and(eq(recipientLists.appId, appId), isNull(recipientLists.deletedAt))
}

/**
 * Loads a list of the app.
 * @throws NotFound also for a list of another app
 */
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

/**
 * Returns a list without its recipients.
 * @throws NotFound
 */
export async function getList({ ctx, input }: { ctx: AppContext; input: { id: string } }): Promise<ListView> {
  const row = await loadList({ ctx, input: { id: input.id } })
  return toListView(row, await countRecipients({ ctx, input: { listId: row.id } }))
}

/** Counts the recipients of a list. */
export async function countRecipients({
  ctx: { db },
  input: { listId },
}: {
  ctx: { db: Queryable }
  input: { listId: string }
}): Promise<number> {
  return await db.$count(listRecipients, eq(listRecipients.listId, listId))
}
