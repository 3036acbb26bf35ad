import { and, eq, sql } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import { SessionBusy } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { announce } from './announce.ts'
import { loadSession } from './loadSession.ts'
import { type SessionView, toSessionView } from './view.ts'

/** Connects anew: a linked session by its credentials, an unlinked one by a new QR code.
 * @throws NotFound, SessionBusy while it is being logged out */
export async function restartSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<SessionView> {
  const before = await loadSession(ctx, input.id)
  if (before.intent !== 'run') throw new SessionBusy({ sessionId: before.id, doing: 'being logged out' })
  const [row] = await ctx.db
    .update(sessions)
    .set({
      generation: sql`${sessions.generation} + 1`,
      status: 'connecting',
      reason: null,
      qr: null,
      qrExpiresAt: null,
      updatedAt: ctx.now(),
    })
    .where(and(eq(sessions.id, before.id), eq(sessions.intent, 'run')))
    .returning()
  if (!row) throw new SessionBusy({ sessionId: before.id, doing: 'being logged out or deleted' })
  await announce(ctx, row, () =>
    ctx.db
      .update(sessions)
      .set({ generation: before.generation, status: before.status, reason: before.reason })
      .where(and(eq(sessions.id, row.id), eq(sessions.generation, row.generation))),
  )
  return toSessionView(row)
}
