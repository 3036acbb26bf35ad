import { and, eq, ne } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { AppContext } from '../context.ts'
import { wakeIfPossible } from './announce.ts'
import { loadSession } from './loadSession.ts'
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
  return await setIntent(ctx, input.id, 'logout')
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
  await setIntent(ctx, input.id, 'delete')
}

async function setIntent(ctx: AppContext, id: string, intent: 'logout' | 'delete'): Promise<SessionView> {
  const before = await loadSession(ctx, id)
  const [row] = await ctx.db
    .update(sessions)
    .set({ intent, updatedAt: ctx.now() })
    .where(and(eq(sessions.id, id), ne(sessions.intent, 'delete')))
    .returning()
  // The row says what is wanted, and its connector looks at it from time to time; to take that back would make room for a moment
  // that others may have used.
  await wakeIfPossible(ctx, before)
  return toSessionView(row ?? before)
}
