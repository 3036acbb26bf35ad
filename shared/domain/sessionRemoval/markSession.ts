import { and, eq, type SQL } from 'drizzle-orm'
import { flows, sessions, whatsappCreds } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

type Ctx = Pick<Context, 'db' | 'now'>

/**
 * Marks a deleted session for the sweeper, in one short transaction. The transaction also
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
  return await ctx.db.transaction(async (tx) => {
    // The lock waits for running sends. A later send does not find the session.
    const [before] = await tx.select().from(sessions).where(which).for('update')
    if (!before || before.deletedAt) return before !== undefined
    await tx
      .update(sessions)
      .set({ deletedAt: now, status: 'disconnected', qr: null, qrExpiresAt: null })
      .where(eq(sessions.id, sessionId))
    await tx
      .update(flows)
      .set({ sessionId: null })
      .where(and(eq(flows.appId, before.appId), eq(flows.sessionId, sessionId)))
    await tx.update(whatsappCreds).set({ value: null }).where(eq(whatsappCreds.sessionId, sessionId))
    return true
  })
}
