import { and, eq, ne } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'
import { tryWakeConnector } from './notifyConnector.ts'
import { type SessionView, toSessionView } from './view.ts'

/**
 * Requests that the connector, which holds the socket, unlinks the session from its phone. The session's history stays.
 * @throws NotFound
 */
export async function logoutSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<SessionView> {
  const before = await loadSession({ ctx, input: { id: input.id } })
  const [row] = await ctx.db
    .update(sessions)
    .set({ desiredState: 'logout', updatedAt: ctx.now() })
    .where(and(eq(sessions.id, input.id), ne(sessions.desiredState, 'delete')))
    .returning()
  // A failed wake-up does not undo the change, because the connector reads the row from time to time.
  await tryWakeConnector({ ctx, input: before })
  return toSessionView(row ?? before)
}
