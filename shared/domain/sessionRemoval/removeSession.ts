import { and, eq } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease } from '../fleet/index.ts'
import { endPendingOf } from '../messages/index.ts'
import type { SessionHold } from '../sessions/index.ts'
import { markSession } from './markSession.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/**
 * Time in which the connector itself fails the pending messages, in ms. If the connector dies, the sweeper fails the
 * rest.
 */
const END_PENDING_WITHIN_MS = 10 * 60_000

/**
 * Removes a session that its user deleted. Marks the session's row for the sweeper, which deletes the data in batches.
 * Pending messages fail at once, so that no caller waits for them and their units are refunded.
 */
export async function removeSession({
  ctx,
  input: hold,
}: {
  ctx: Ctx
  input: Pick<SessionHold, 'lease' | 'sessionId'>
}): Promise<void> {
  const { sessionId } = hold
  const mark = and(eq(sessions.id, sessionId), eq(sessions.desiredState, 'delete'), holdsLease(hold.lease))
  if (!(await markSession({ ctx, input: { sessionId, which: mark } }))) return
  const until = new Date(ctx.now().getTime() + END_PENDING_WITHIN_MS)
  await endPendingOf({ ctx, input: { sessionId, until } })
}
