import { and, eq, ne } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import { NotFound, SessionNotPaired } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { reportedSession } from './reportedStatus.ts'
import type { ReportedSession } from './view.ts'

/**
 * Loads a session of the app, with the status that its users see. A session in deletion is not found.
 * @throws NotFound also for another app's session
 */
export async function loadSession({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<ReportedSession> {
  const [row] = await ctx.db
    .select(reportedSession)
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.appId, ctx.appId), ne(sessions.desiredState, 'delete')))
  if (!row) throw new NotFound({ what: 'Session', id })
  return row
}

/**
 * Loads a session of the app that can take work.
 * @throws NotFound also for another app's session
 * @throws SessionNotPaired if no phone is linked, or the session waits for its user
 */
export async function loadPairedSession({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<ReportedSession> {
  const session = await loadSession({ ctx, input: { id } })
  assertUsable(session)
  return session
}

/**
 * Checks that a session can take work: a phone is linked, and the session is connected or connects again by itself.
 * @throws SessionNotPaired, which tells the user how to connect the session
 */
export function assertUsable(session: ReportedSession): void {
  const { pairedAt, desiredState, status } = session
  if (!pairedAt || desiredState !== 'run' || status === 'disconnected') throw new SessionNotPaired(session)
}
