import { eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Plan } from '#shared/contracts/accounts.ts'
import { accounts } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { type AccountView, toAccountView } from './view.ts'

/**
 * Renames an account, or moves the account to another plan. A smaller plan deletes nothing: only additions above its
 * limits are refused.
 * @throws NotFound
 */
export async function updateAccount({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { accountId: string; name?: string | undefined; plan?: Plan | undefined }
}): Promise<AccountView> {
  const { accountId, name, plan } = input
  return await change(ctx, accountId, {
    name: name ?? sql`${accounts.name}`,
    plan: plan ?? sql`${accounts.plan}`,
  })
}

/**
 * Suspends an account: within seconds, its keys are refused. The account's sessions stay connected and still receive
 * messages. A repeated call changes nothing.
 * @throws NotFound
 */
export async function suspendAccount({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { accountId: string }
}): Promise<AccountView> {
  const now = ctx.now().toISOString()
  return await change(ctx, input.accountId, {
    suspendedAt: sql`coalesce(${accounts.suspendedAt}, ${now}::timestamptz)`,
  })
}

/**
 * Ends the suspension of an account.
 * @throws NotFound
 */
export async function resumeAccount({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { accountId: string }
}): Promise<AccountView> {
  return await change(ctx, input.accountId, { suspendedAt: null })
}

async function change(
  ctx: Pick<Context, 'db'>,
  accountId: string,
  values: PgUpdateSetSource<typeof accounts>,
): Promise<AccountView> {
  const [row] = await ctx.db.update(accounts).set(values).where(eq(accounts.id, accountId)).returning()
  if (!row) throw new NotFound({ what: 'Account', id: accountId })
  return toAccountView(row)
}
