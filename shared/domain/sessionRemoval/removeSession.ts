import { and, eq } from 'drizzle-orm'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease } from '../fleet/index.ts'
import { endPendingOf } from '../messages/index.ts'
import type { SessionHold } from '../sessions/index.ts'
import { markSession } from './markSession.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/** A connector ends what its session was still to send at once; the sweeper does the rest, should the connector die meanwhile. */
const END_PENDING_WITHIN_MS = 10 * 60_000

/**
 * Lets go of a session that its user deleted: marks its row for the sweeper, which deletes the data in batches. What the session was still
 * to send fails at once, so that nobody waits for it and its units are given back.
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
