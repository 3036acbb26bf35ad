import { accounts, apps, type Plan } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { Context } from '../context.ts'

/** Makes an account with its first app. */
export async function createAccount({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { name: string; plan: Plan; appName: string }
}): Promise<{ accountId: string; appId: string }> {
  const accountId = newId('account')
  const appId = newId('app')
  await ctx.db.transaction(async (tx) => {
    await tx.insert(accounts).values({ id: accountId, name: input.name, plan: input.plan })
    await tx.insert(apps).values({ id: appId, accountId, name: input.appName })
  })
  return { accountId, appId }
}
