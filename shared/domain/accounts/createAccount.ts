import type { Plan } from '#shared/contracts/accounts.ts'
import { accounts, apps } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { Context } from '../context.ts'
import type { Repeatable } from '../repeatable.ts'

/**
 * Creates an account with its first app. With a seed, a second run of the same request finds the rows of the first run.
 */
export async function createAccount({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'> & Repeatable
  input: { name: string; plan: Plan; appName: string }
}): Promise<{ accountId: string; appId: string }> {
  const accountId = newId('account', ctx.seed)
  const appId = newId('app', ctx.seed)
  await ctx.db.transaction(async (tx) => {
    const account = { id: accountId, name: input.name, plan: input.plan }
    const made = await tx.insert(accounts).values(account).onConflictDoNothing().returning()
    if (made.length > 0) await tx.insert(apps).values({ id: appId, accountId, name: input.appName })
  })
  return { accountId, appId }
}
