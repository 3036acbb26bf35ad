import type { Context } from '../context.ts'
import type { SessionRow } from './view.ts'

/** Wakes the session's connector, which looks at the row.
 * @throws ServiceUnavailable from the queue */
export async function wakeConnector(
  ctx: Context,
  session: Pick<SessionRow, 'id' | 'partition'>,
): Promise<void> {
  await ctx.commands.send({
    partition: session.partition,
    command: { type: 'session.sync', sessionId: session.id },
  })
}

/**
 * Tells the session's connector that the row changed. If the queue does not take it, the change is taken back, because
 * the caller is told that nothing was accepted.
 * @throws ServiceUnavailable from the queue
 */
export async function announce(
  ctx: Context,
  session: Pick<SessionRow, 'id' | 'partition'>,
  undo: () => Promise<unknown>,
): Promise<void> {
  try {
    await wakeConnector(ctx, session)
  } catch (error) {
    await undo().catch((fault) => ctx.log.error({ err: fault, sessionId: session.id }, 'session.undo_failed'))
    throw error
  }
}
