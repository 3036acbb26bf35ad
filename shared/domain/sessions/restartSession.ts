import { and, eq, type SQL } from 'drizzle-orm'
import { sessions, type Transaction } from '#shared/database/index.ts'
import { SessionIsEnding } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { emit } from '../events/index.ts'
import { loadSession } from './loadSession.ts'
import { notifyConnector, tryWakeConnector } from './notifyConnector.ts'
import { connectedEvent, disconnectedEvent, toSessionEvent } from './sessionEvents.ts'
import { type SessionRow, type SessionView, toSessionView } from './view.ts'

/**
 * Connects a session again: a linked session with its credentials, an unlinked session with a new QR code. A connected session emits
 * `session.disconnected`, and `session.connected` when it is back. With a seed, a second run of the same request finds the restart
 * of the first run, and restarts nothing.
 * @throws NotFound, SessionIsEnding, ServiceUnavailable, OutcomeUnknown
 */
export async function restartSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<SessionView> {
  const found = await loadSession({ ctx, input: { id: input.id } })
  if (found.desiredState !== 'run') throw new SessionIsEnding({ sessionId: found.id })
  const generation = newId('run', ctx.seed)
  if (found.generation === generation) {
    await tryWakeConnector({ ctx, input: found })
    return toSessionView(found)
  }
  const { before, row } = await ctx.db.transaction((tx) => restartWithin(tx, ctx, found.id, generation))
  await notifyConnector({ ctx, input: { session: row, undo: () => withdrawRestart(ctx, before, row) } })
  await ctx.outbox.wake(row.id)
  return toSessionView(row)
}

/**
 * Sets a new generation, and emits the end of the connection. A connection of the earlier generation writes no state and no event
 * from now on.
 * @throws SessionIsEnding
 */
async function restartWithin(
  tx: Transaction,
  ctx: AppContext,
  id: string,
  generation: string,
): Promise<{ before: SessionRow; row: SessionRow }> {
  const [before] = await tx.select().from(sessions).where(isRunning(id)).for('no key update')
  if (!before) throw new SessionIsEnding({ sessionId: id })
  const { lastEventStatus } = before
  const wasUp = lastEventStatus === 'connected' || lastEventStatus === 'connection_lost'
  const [row] = await tx
    .update(sessions)
    .set({
      generation,
      status: 'connecting',
      reason: wasUp ? 'connection_lost' : null,
      lastEventStatus: wasUp ? 'connection_lost' : lastEventStatus,
      qr: null,
      qrExpiresAt: null,
      retryAt: null,
      bannedUntil: null,
      banCause: null,
      updatedAt: ctx.now(),
    })
    .where(eq(sessions.id, id))
    .returning()
  if (!row) throw new Error(`Session ${id} was not locked. Lock the session before the change.`)
  if (lastEventStatus === 'connected')
    await emit({
      ctx: { db: tx },
      input: [toSessionEvent(row, disconnectedEvent(id, 'connection_lost'), ctx.now())],
    })
  return { before, row }
}

/**
 * Withdraws a restart. If the restart emitted the end of the connection, the function emits that the session is connected. Returns
 * false if a later restart has followed.
 */
async function withdrawRestart(ctx: AppContext, before: SessionRow, row: SessionRow): Promise<boolean> {
  const { generation, status, reason, lastEventStatus, retryAt, bannedUntil, banCause } = before
  const isUndone = await ctx.db.transaction(async (tx) => {
    const undone = await tx
      .update(sessions)
      .set({ generation, status, reason, lastEventStatus, retryAt, bannedUntil, banCause })
      .where(and(eq(sessions.id, row.id), eq(sessions.generation, row.generation)))
      .returning({ id: sessions.id })
    if (undone.length > 0 && lastEventStatus === 'connected')
      await emit({ ctx: { db: tx }, input: [toSessionEvent(before, connectedEvent(before), ctx.now())] })
    return undone.length > 0
  })
  await ctx.outbox.wake(row.id)
  return isUndone
}

function isRunning(id: string): SQL | undefined {
  return and(eq(sessions.id, id), eq(sessions.desiredState, 'run'))
}
