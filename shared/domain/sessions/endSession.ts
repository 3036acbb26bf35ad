import { and, eq, ne } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'
import { tryWakeConnector } from './notifyConnector.ts'
import { type SessionView, toSessionView } from './view.ts'

/**
 * Unlinks the session from its phone. The connector, which has the socket, does it a moment later; the session's history
 * stays.
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
 * Unlinks the session and deletes all its data. For its users it is gone, and its name free, when this returns.
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
  // The row says what is wanted, and its connector looks at it from time to time; to take that back would make room for a moment
  // that others may have used.
  await tryWakeConnector({ ctx, input: before })
  return toSessionView(row ?? before)
}
