import { and, eq } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'
import { tryWakeConnector } from './notifyConnector.ts'
import type { ReportedSession } from './view.ts'

/**
 * Starts a new pairing of an unlinked session that is disconnected. Of several concurrent calls, one starts the pairing, and all
 * return the session as it is then.
 * @throws NotFound
 */
export async function startPairing({
  ctx,
  input: before,
}: {
  ctx: AppContext
  input: ReportedSession
}): Promise<ReportedSession> {
  const [row] = await ctx.db
    .update(sessions)
    .set({
      generation: newId('run'),
      status: 'connecting',
      reason: null,
      qr: null,
      qrExpiresAt: null,
      retryAt: null,
      bannedUntil: null,
      banCause: null,
      updatedAt: ctx.now(),
    })
    .where(
      and(
        eq(sessions.id, before.id),
        eq(sessions.generation, before.generation),
        eq(sessions.status, 'disconnected'),
        eq(sessions.desiredState, 'run'),
      ),
    )
    .returning()
  if (!row) return await loadSession({ ctx, input: { id: before.id } })
  await tryWakeConnector({ ctx, input: row })
  return row
}
