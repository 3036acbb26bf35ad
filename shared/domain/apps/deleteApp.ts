import { eq } from 'drizzle-orm'
import { apps, sessions } from '#shared/database/index.ts'
import { AppHasSessions } from '#shared/errors/index.ts'
import { lockAccount } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { loadApp } from './loadApp.ts'

/**
 * Deletes an app and its keys. Its sessions go first, one by one: each is linked to a phone, and only its connector can
 * unlink it.
 * @throws NotFound, AppHasSessions
 */
export async function deleteApp({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { appId: string }
}): Promise<void> {
  const { accountId } = await loadApp(ctx, input.appId)
  await ctx.db.transaction(async (tx) => {
    // No session is made while the account is locked.
    await lockAccount(tx, accountId)
    const left = await tx.$count(sessions, eq(sessions.appId, input.appId))
    if (left > 0) throw new AppHasSessions({ appId: input.appId, sessions: left })
    await tx.delete(apps).where(eq(apps.id, input.appId))
  })
}
