import { and, eq, type SQL } from 'drizzle-orm'
import { flows, sessions, whatsappCreds } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { emit } from '../events/index.ts'
import { disconnectedEvent, toSessionEvent } from '../sessions/index.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/**
 * Marks a deleted session for the sweeper and emits its last event, in one short transaction. The transaction also
 * detaches the session's flows, because an app has few flows. Returns false if the condition does not hold. Returns
 * true also if the session was marked before.
 */
export async function markSession({
  ctx,
  input: { sessionId, which },
}: {
  ctx: Ctx
  input: { sessionId: string; which: SQL | undefined }
}): Promise<boolean> {
  const now = ctx.now()
  const outcome = await ctx.db.transaction(async (tx) => {
    // The lock waits for running sends. A later send does not find the session.
    const [before] = await tx.select().from(sessions).where(which).for('update')
    if (!before) return 'not ours'
    if (before.deletedAt) return 'marked before'
    await tx
      .update(sessions)
      .set({ deletedAt: now, status: 'disconnected', qr: null, qrExpiresAt: null })
      .where(eq(sessions.id, sessionId))
    await tx
      .update(flows)
      .set({ sessionId: null })
      .where(and(eq(flows.appId, before.appId), eq(flows.sessionId, sessionId)))
    await tx.update(whatsappCreds).set({ value: null }).where(eq(whatsappCreds.sessionId, sessionId))
    const wasUp = before.lastEventStatus === 'connected' || before.lastEventStatus === 'connection_lost'
    if (wasUp)
      await emit({
        ctx: { db: tx },
        input: [toSessionEvent(before, disconnectedEvent(sessionId, 'logged_out'), now)],
      })
    return 'marked'
  })
  if (outcome === 'marked') await ctx.outbox.wake(sessionId)
  return outcome !== 'not ours'
}
