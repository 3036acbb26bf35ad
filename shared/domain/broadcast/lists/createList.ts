import { eq } from 'drizzle-orm'
import { recipientLists } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import { addToListWithin } from '../internal/addToListWithin.ts'
import { assertSomeAccepted, readRecipients } from '../recipients.ts'
import type { ListInput } from './input.ts'
import { countRecipients } from './loadList.ts'
import { type ImportedListView, toListView } from './view.ts'

/**
 * Creates a list. Skips bad numbers, and reports each by its line. With a seed, a second run of the same request
 * returns the list of the first run.
 * @throws CapReached, ValidationFailed if no recipient is accepted
 */
export async function createList({
  ctx,
  input,
}: {
  ctx: AppContext
  input: ListInput
}): Promise<ImportedListView> {
  const read = readRecipients(input.recipients)
  assertSomeAccepted(read)
  const { people, report } = read
  const id = newId('list', ctx.seed)
  const now = ctx.now()
  const row = await ctx.db.transaction(async (tx) => {
    const values = {
      id,
      appId: ctx.appId,
      name: input.name,
      size: people.length,
      createdAt: now,
      updatedAt: now,
    }
    const [made] = await tx.insert(recipientLists).values(values).onConflictDoNothing().returning()
    if (!made) return undefined
    await assertBelowCapWithin(tx, { appId: ctx.appId, now }, 'lists')
    if (people.length === 0) return made
    await addToListWithin(tx, made, people)
    await assertBelowCapWithin(tx, { appId: ctx.appId, now }, 'recipients')
    return made
  })
  const [list] = row ? [row] : await ctx.db.select().from(recipientLists).where(eq(recipientLists.id, id))
  if (!list) throw new Error(`List ${id} was deleted during its creation. Repeat the request.`)
  return { ...toListView(list, await countRecipients({ ctx, input: { listId: id } })), import: report }
}
