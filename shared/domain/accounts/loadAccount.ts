import { eq } from 'drizzle-orm'
import { accounts, type Transaction } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { type AccountRow, type AccountView, toAccountView } from './view.ts'

/** @throws NotFound */
export async function getAccount({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { accountId: string }
}): Promise<AccountView> {
  const [row] = await ctx.db.select().from(accounts).where(eq(accounts.id, input.accountId))
  if (!row) throw new NotFound({ what: 'Account', id: input.accountId })
  return toAccountView(row)
}

/** Locks an account for as long as the transaction lasts: what is counted and then added under it is added by one at a time.
 * @throws NotFound */
export async function lockAccount(tx: Transaction, accountId: string): Promise<AccountRow> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for('no key update')
  if (!row) throw new NotFound({ what: 'Account', id: accountId })
  return row
}
