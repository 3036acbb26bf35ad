import { and, eq, type SQL } from 'drizzle-orm'
import { flows, sessions, whatsappCreds } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { emit } from '../events/index.ts'
import { holdsLease } from '../fleet/index.ts'
import { endPendingOf } from '../messages/index.ts'
import type { SessionHold } from './connection.ts'
import { disconnected, toEvent } from './news.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/** A connector ends what its session was still to send at once; the sweeper does the rest, should the connector die meanwhile. */
const END_PENDING_WITHIN_MS = 10 * 60_000

/**
 * Lets go of a session that its user deleted: marks its row for the sweeper, which deletes the data in batches. What the session was still
 * to send fails at once, so that nobody waits for it and its units are given back.
 */
export async function removeSession(ctx: Ctx, hold: Pick<SessionHold, 'lease' | 'sessionId'>): Promise<void> {
  const { sessionId } = hold
  const mark = and(eq(sessions.id, sessionId), eq(sessions.intent, 'delete'), holdsLease(hold.lease))
  if (!(await markSession(ctx, sessionId, mark))) return
  const until = new Date(ctx.now().getTime() + END_PENDING_WITHIN_MS)
  await endPendingOf({ ctx, input: { sessionId, until } })
}

/**
 * Marks a deleted session for the sweeper and tells of its end, in one short transaction. Drafts and flows of the session lose their
 * session here, because an app has few of them. Answers whether the condition held, also where the session was marked before.
 */
export async function markSession(ctx: Ctx, sessionId: string, which: SQL | undefined): Promise<boolean> {
  const now = ctx.now()
  const outcome = await ctx.db.transaction(async (tx) => {
    // A send that has begun is waited for; a later one finds no session.
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
    const wasUp = before.announced === 'connected' || before.announced === 'connection_lost'
    if (wasUp) await emit(tx, [toEvent(before, disconnected('logged_out'), now)])
    return 'marked'
  })
  if (outcome === 'marked') await ctx.outbox.wake(sessionId)
  return outcome !== 'not ours'
}
