import { and, eq, isNull, ne } from 'drizzle-orm'
import { apps, sessions, webhooks } from '#shared/database/index.ts'
import { AppHasSessions } from '#shared/errors/index.ts'
import { lockAccountWithin } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { loadApp } from './loadApp.ts'

/**
 * Marks an app as deleted; the sweeper deletes the app's rows in batches. The app's keys are refused, and its webhooks
 * receive no more events. Users delete the app's sessions first, one by one, because only a connector can unlink a
 * session from its phone.
 * @throws NotFound; AppHasSessions if the app has sessions
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
    // While the account is locked, no other request can create a session.
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
