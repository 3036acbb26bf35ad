import { and, eq, sql } from 'drizzle-orm'
import { listRecipients, recipientLists, type Transaction } from '#shared/database/index.ts'
import { ListTooLarge, NotFound } from '#shared/errors/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import { addToListWithin } from '../internal/addToListWithin.ts'
import { readRecipients } from '../recipients.ts'
import type { ListPatch } from './input.ts'
import { countRecipients, ownList } from './loadList.ts'
import { type ImportedListView, type ListRow, toListView } from './view.ts'

/** What one call takes, ten times. */
const MAX_LIST = 100_000

/** Changes a list. A campaign that was made of it keeps its own copy.
 * @throws NotFound, ListTooLarge, CapReached */
export async function updateList({
  ctx,
  input: { id, name, recipients, add, remove },
}: {
  ctx: AppContext
  input: ListPatch & { id: string }
}): Promise<ImportedListView> {
  const { people, report } = readRecipients([...(recipients ?? []), ...(add ?? [])])
  return await ctx.db.transaction(async (tx) => {
    // Its row is locked by this, so that two at once do not mix what they write.
    const [list] = await tx
      .update(recipientLists)
      .set({ ...(name !== undefined && { name }), updatedAt: ctx.now() })
      .where(ownList(ctx, id))
      .returning()
    if (!list) throw new NotFound({ what: 'List', id })
    if (recipients !== undefined) await tx.delete(listRecipients).where(eq(listRecipients.listId, id))
    if (people.length > 0) await addToListWithin(tx, list, people)
    if (remove !== undefined) await takeOut(tx, id, remove)
    const count = await recount(tx, list)
    if (people.length > 0) await assertBelowCapWithin(tx, { appId: ctx.appId, now: ctx.now() }, 'recipients')
    const isImport = recipients !== undefined || add !== undefined
    return { ...toListView(list, count), ...(isImport && { import: report }) }
  })
}

/** Counts who is in a list by now, and keeps the number in its row.
 * @throws ListTooLarge */
async function recount(tx: Transaction, { id, size }: ListRow): Promise<number> {
  const count = await countRecipients({ ctx: { db: tx }, input: { listId: id } })
  if (count > MAX_LIST) throw new ListTooLarge({ limit: MAX_LIST })
  if (count !== size) await tx.update(recipientLists).set({ size: count }).where(eq(recipientLists.id, id))
  return count
}

/** A number that is none is in no list. */
async function takeOut(tx: Transaction, listId: string, written: readonly string[]): Promise<void> {
  const phones = written.flatMap((phone) => phoneNumberSchema.safeParse(phone).data ?? [])
  await tx
    .delete(listRecipients)
    .where(
      and(
        eq(listRecipients.listId, listId),
        sql`${listRecipients.phone} = any(${sql.param(phones)}::text[])`,
      ),
    )
}
