import { eq } from 'drizzle-orm'
import { accounts } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { type AccountView, toAccountView } from './view.ts'

/**
 * Loads an account.
 * @throws NotFound
 */
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
