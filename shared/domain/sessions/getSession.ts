import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'
import { type SessionView, toSessionView } from './view.ts'

/**
 * Returns a session.
 * @throws NotFound
 */
export async function getSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<SessionView> {
  return toSessionView(await loadSession({ ctx, input: { id: input.id } }))
}
