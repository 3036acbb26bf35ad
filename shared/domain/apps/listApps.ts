import { asc } from 'drizzle-orm'
import { apps } from '#shared/database/index.ts'
import { getAccount } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { appsOf } from './loadApp.ts'
import { type AppView, toAppView } from './view.ts'

/** An account's apps, oldest first: no plan has many.
 * @throws NotFound */
export async function listApps({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { accountId: string }
}): Promise<AppView[]> {
  await getAccount({ ctx, input })
  const rows = await ctx.db
    .select()
    .from(apps)
    .where(appsOf(input.accountId))
    .orderBy(asc(apps.createdAt), asc(apps.id))
  return rows.map(toAppView)
}
