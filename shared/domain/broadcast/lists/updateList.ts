import { and, eq, sql } from 'drizzle-orm'
import { listRecipients, recipientLists, type Transaction } from '#shared/database/index.ts'
import { ListTooLarge, NotFound } from '#shared/errors/index.ts'
import { usernameOf } from '#shared/username.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import { addToListWithin } from '../internal/addToListWithin.ts'
import { assertSomeAccepted, type RecipientField, readFields } from '../recipients.ts'
import type { ListPatch } from './input.ts'
import { countRecipients, ownList } from './loadList.ts'
import { type ImportedListView, type ListRow, toListView } from './view.ts'

/** Limit of recipients in a list: ten times the limit of one call. */
const MAX_LIST = 100_000

/**
 * Changes a list. A campaign from the list keeps its own copy.
 * @throws NotFound, ListTooLarge, CapReached, ValidationFailed if a field has recipients and none is accepted
 */
export async function updateList({
  ctx,
  input: { id, name, recipients, add, remove },
}: {
  ctx: AppContext
  input: ListPatch & { id: string }
}): Promise<ImportedListView> {
  const fields: RecipientField[] = [
    ...(recipients ? [{ field: 'recipients', given: recipients }] : []),
    ...(add ? [{ field: 'add', given: add }] : []),
  ]
  const { people, report, faults } = readFields(fields)
  if (faults.length > 0) for (const one of fields) assertSomeAccepted(readFields([one]))
  return await ctx.db.transaction(async (tx) => {
    // The update locks the list's row, so that two concurrent updates do not mix their recipients.
    const [list] = await tx
      .update(recipientLists)
      .set({ ...(name !== undefined && { name }), updatedAt: ctx.now() })
      .where(ownList(ctx, id))
      .returning()
    if (!list) throw new NotFound({ what: 'List', id })
    if (recipients !== undefined) await tx.delete(listRecipients).where(eq(listRecipients.listId, id))
    if (people.length > 0) await addToListWithin(tx, list, people)
    if (remove !== undefined) await removeNumbers(tx, list, remove)
    const count = await recount(tx, list)
    if (people.length > 0) await assertBelowCapWithin(tx, { appId: ctx.appId, now: ctx.now() }, 'recipients')
    const isImport = recipients !== undefined || add !== undefined
    return { ...toListView(list, count), ...(isImport && { import: report }) }
  })
}

/**
 * Counts the recipients of a list, and stores the number in the list's row.
 * @throws ListTooLarge
 */
async function recount(tx: Transaction, { id, size }: ListRow): Promise<number> {
  const count = await countRecipients({ ctx: { db: tx }, input: { listId: id } })
  if (count > MAX_LIST) throw new ListTooLarge({ limit: MAX_LIST })
  if (count !== size) await tx.update(recipientLists).set({ size: count }).where(eq(recipientLists.id, id))
  return count
}

/** Removes numbers from a list. A username also removes the LID that a session of the app knows by it. */
async function removeNumbers(
  tx: Transaction,
  { id: listId, appId }: ListRow,
  phones: readonly string[],
): Promise<void> {
  const names = phones.flatMap((phone) => usernameOf(phone) ?? [])
  await tx.delete(listRecipients).where(
    and(
      eq(listRecipients.listId, listId),
      sql`${listRecipients.phone} = any(${sql.param(phones)}::text[] || array(
          select u.lid from sessions s join usernames u on u.session_id = s.id
          where s.app_id = ${appId} and lower(u.username) = any(${sql.param(names)}::text[])))`,
    ),
  )
}
