import { and, eq, isNull, ne } from 'drizzle-orm'
import { apps, sessions, webhooks } from '#shared/database/index.ts'
import { AppHasSessions } from '#shared/errors/index.ts'
import { lockAccountWithin } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { loadApp } from './loadApp.ts'

/**
 * Deletes an app; the sweeper deletes in batches what belongs to the app. Keys of the app open nothing any more, and webhooks hear
 * nothing. Its sessions go first, one by one: each is linked to a phone, and only its connector can unlink it.
 * @throws NotFound, AppHasSessions
 */
export async function deleteApp({
  ctx,
  input: { appId },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { appId: string }
}): Promise<void> {
  const { accountId } = await loadApp({ ctx, input: { id: appId } })
  const deletedAt = ctx.now()
  await ctx.db.transaction(async (tx) => {
    // No session is made while the account is locked.
    await lockAccountWithin(tx, accountId)
    await loadApp({ ctx: { db: tx }, input: { id: appId } })
    const left = await tx.$count(
      sessions,
      and(eq(sessions.appId, appId), ne(sessions.desiredState, 'delete')),
    )
    if (left > 0) throw new AppHasSessions({ appId, sessions: left })
    await tx.update(apps).set({ deletedAt }).where(eq(apps.id, appId))
    await tx
      .update(webhooks)
      .set({ deletedAt })
      .where(and(eq(webhooks.appId, appId), isNull(webhooks.deletedAt)))
  })
}
