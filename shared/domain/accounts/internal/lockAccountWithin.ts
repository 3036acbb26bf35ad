import { eq } from 'drizzle-orm'
import { accounts, type Transaction } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AccountRow } from '../view.ts'

/**
 * Locks an account until the transaction ends. Transactions that count the account's rows and then add a row run one at
 * a time.
 * @throws NotFound
 */
export async function lockAccountWithin(tx: Transaction, accountId: string): Promise<AccountRow> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).for('no key update')
  if (!row) throw new NotFound({ what: 'Account', id: accountId })
  return row
}
