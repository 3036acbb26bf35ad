import { and, eq } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import { SessionIsEnding } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'
import { notifyConnector, tryWakeConnector } from './notifyConnector.ts'
import { type SessionRow, type SessionView, toSessionView } from './view.ts'

/**
 * Connects a session again: a linked session with its credentials, an unlinked session with a new QR code. With a seed,
 * a second run of the same request finds the restart of the first run, and restarts nothing.
 * @throws NotFound, SessionIsEnding, ServiceUnavailable, OutcomeUnknown
 */
export async function restartSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<SessionView> {
  const before = await loadSession({ ctx, input: { id: input.id } })
  if (before.desiredState !== 'run') throw new SessionIsEnding({ sessionId: before.id })
  const generation = newId('run', ctx.seed)
  if (before.generation === generation) {
    await tryWakeConnector({ ctx, input: before })
    return toSessionView(before)
  }
  const [row] = await ctx.db
    .update(sessions)
    .set({
      generation,
      status: 'connecting',
      reason: null,
      qr: null,
      qrExpiresAt: null,
      updatedAt: ctx.now(),
    })
    .where(and(eq(sessions.id, before.id), eq(sessions.desiredState, 'run')))
    .returning()
  if (!row) throw new SessionIsEnding({ sessionId: before.id })
  await notifyConnector({ ctx, input: { session: row, undo: () => withdrawRestart(ctx, before, row) } })
  return toSessionView(row)
}

/** Withdraws a restart. Returns false if a later restart has followed. */
async function withdrawRestart(ctx: AppContext, before: SessionRow, row: SessionRow): Promise<boolean> {
  const { generation, status, reason } = before
  const undone = await ctx.db
    .update(sessions)
    .set({ generation, status, reason })
    .where(and(eq(sessions.id, row.id), eq(sessions.generation, row.generation)))
    .returning({ id: sessions.id })
  return undone.length > 0
}
