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
  return await setDesiredState(ctx, input.id, 'logout')
}

/**
 * Requests that the connector unlinks the session and that all its data is deleted. For its users, the session is gone
 * and its name is free when this function returns.
 * @throws NotFound
 */
export async function deleteSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<void> {
  await setDesiredState(ctx, input.id, 'delete')
}

async function setDesiredState(
  ctx: AppContext,
  id: string,
  desiredState: 'logout' | 'delete',
): Promise<SessionView> {
  const before = await loadSession({ ctx, input: { id } })
  const [row] = await ctx.db
    .update(sessions)
    .set({ desiredState, updatedAt: ctx.now() })
    .where(and(eq(sessions.id, id), ne(sessions.desiredState, 'delete')))
    .returning()
  // A failed wake-up does not undo the change, because the connector reads the row from time to time. An undone
  // deletion could exceed the plan's limit, because another session may use the freed capacity.
  await tryWakeConnector({ ctx, input: before })
  return toSessionView(row ?? before)
}
