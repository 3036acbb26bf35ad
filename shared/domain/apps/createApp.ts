import { apps } from '#shared/database/index.ts'
import { LimitExceeded } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { lockAccount, PLANS } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { appsOf } from './loadApp.ts'
import { type AppView, toAppView } from './view.ts'

/** Makes a further app of an account, as far as its plan goes.
 * @throws NotFound, LimitExceeded */
export async function createApp({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { accountId: string; name: string }
}): Promise<AppView> {
  return await ctx.db.transaction(async (tx) => {
    const { plan } = await lockAccount(tx, input.accountId)
    const limit = PLANS[plan].apps
    const used = await tx.$count(apps, appsOf(input.accountId))
    if (limit !== null && used >= limit) throw new LimitExceeded({ what: 'apps', limit })
    const [row] = await tx
      .insert(apps)
      .values({ id: newId('app'), ...input })
      .returning()
    if (!row) throw new Error('INSERT … RETURNING answered no row')
    return toAppView(row)
  })
}
