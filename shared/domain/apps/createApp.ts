import { eq } from 'drizzle-orm'
import { apps } from '#shared/database/index.ts'
import { LimitExceeded } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { lockAccountWithin, PLANS } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import type { Repeatable } from '../repeatable.ts'
import { appsOf } from './loadApp.ts'
import { type AppView, toAppView } from './view.ts'

/**
 * Creates an app of an account, within the limit of the plan. With a seed, a second run of the same request finds the
 * app of the first run.
 * @throws NotFound, LimitExceeded
 */
export async function createApp({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'> & Repeatable
  input: { accountId: string; name: string }
}): Promise<AppView> {
  const id = newId('app', ctx.seed)
  return await ctx.db.transaction(async (tx) => {
    const { plan } = await lockAccountWithin(tx, input.accountId)
    const [earlier] = await tx.select().from(apps).where(eq(apps.id, id))
    if (earlier) return toAppView(earlier)
    const limit = PLANS[plan].apps
    const used = await tx.$count(apps, appsOf(input.accountId))
    if (limit !== null && used >= limit) throw new LimitExceeded({ what: 'apps', limit })
    const [row] = await tx
      .insert(apps)
      .values({ id, ...input })
      .returning()
    if (!row) throw new Error('INSERT … RETURNING returned no row')
    return toAppView(row)
  })
}
