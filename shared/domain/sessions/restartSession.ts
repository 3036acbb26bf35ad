import { and, eq } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import { SessionIsEnding } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { announce } from './announce.ts'
import { loadSession } from './loadSession.ts'
import { type SessionView, toSessionView } from './view.ts'

/** Connects anew: a linked session by its credentials, an unlinked one by a new QR code.
 * @throws NotFound, SessionIsEnding */
export async function restartSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<SessionView> {
  const before = await loadSession(ctx, input.id)
  if (before.intent !== 'run') throw new SessionIsEnding({ sessionId: before.id })
  const [row] = await ctx.db
    .update(sessions)
    .set({
      run: newId('run'),
      status: 'connecting',
      reason: null,
      qr: null,
      qrExpiresAt: null,
      updatedAt: ctx.now(),
    })
    .where(and(eq(sessions.id, before.id), eq(sessions.intent, 'run')))
    .returning()
  if (!row) throw new SessionIsEnding({ sessionId: before.id })
  await announce(ctx, row, () =>
    ctx.db
      .update(sessions)
      .set({ run: before.run, status: before.status, reason: before.reason })
      .where(and(eq(sessions.id, row.id), eq(sessions.run, row.run))),
  )
  return toSessionView(row)
}
