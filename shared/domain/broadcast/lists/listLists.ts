import { and, asc, desc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { listRecipients, recipientLists } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage, whileFits } from '#shared/pagination.ts'
import type { AppContext } from '../../context.ts'
import { listsOf, loadList } from './loadList.ts'
import { type ListRecipient, type ListView, toListRecipient, toListView } from './view.ts'

const listKey = z.tuple([z.iso.datetime(), z.string()])
const recipientKey = z.tuple([z.int()])

interface PageInput {
  limit: number
  cursor?: string | undefined
}

/** Lists the app's recipient lists, newest first. */
export async function listLists({
  ctx,
  input,
}: {
  ctx: AppContext
  input: PageInput
}): Promise<Page<ListView>> {
  const after = decodeCursor(input.cursor, listKey)
  const { createdAt, id } = recipientLists
  const rows = await ctx.db
    .select({
      ...getTableColumns(recipientLists),
      recipients: sql<number>`(select count(*)::int from list_recipients r where r.list_id = ${recipientLists}.id)`,
    })
    .from(recipientLists)
    .where(
      and(listsOf(ctx.appId), after && sql`(${createdAt}, ${id}) < (${after[0]}::timestamptz, ${after[1]})`),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    (row) => [row.createdAt.toISOString(), row.id],
    ({ recipients, ...row }) => toListView(row, recipients),
  )
}

/**
 * Lists the recipients of a list, in the order of their import.
 * @throws NotFound
 */
export async function listListRecipients({
  ctx,
  input,
}: {
  ctx: AppContext
  input: PageInput & { id: string }
}): Promise<Page<ListRecipient>> {
  const list = await loadList({ ctx, input: { id: input.id } })
  const after = decodeCursor(input.cursor, recipientKey)
  const rows = await ctx.db
    .select({
      ...getTableColumns(listRecipients),
      variables: whileFits<ListRecipient['variables']>(listRecipients.variables, sql`${listRecipients.seq}`),
    })
    .from(listRecipients)
    .where(and(eq(listRecipients.listId, list.id), after && gt(listRecipients.seq, after[0])))
    .orderBy(asc(listRecipients.seq))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    (row) => [row.seq],
    ({ variables, ...row }) => variables && toListRecipient({ ...row, variables }),
  )
}
