import { OutcomeUnknown, ServiceUnavailable } from '#shared/errors/index.ts'
import type { AppContext, Context } from '../context.ts'
import { isLeaseEnding } from '../idempotency/index.ts'
import { wakeFleet } from '../sleep/index.ts'
import type { SessionRow } from './view.ts'

type Addressee = Pick<SessionRow, 'id' | 'partition'> & {
  /** True if no connector runs yet, because the gateway sleeps. */
  isParked?: boolean
}

/**
 * Wakes the session's connector, which then reads the session's row.
 * @throws OutcomeUnknown from the queue
 * @throws the error of AWS if the connectors do not start
 */
export async function wakeConnector({
  ctx,
  input: session,
}: {
  ctx: Context
  input: Addressee
}): Promise<void> {
  if (session.isParked) await wakeFleet({ ctx })
  await enqueueSync(ctx, session)
}

/**
 * Wakes the session's connector for a change that stays even if the queue fails. A connector reads its rows every 30 s.
 */
export async function tryWakeConnector({
  ctx,
  input: session,
}: {
  ctx: Context
  input: Addressee
}): Promise<void> {
  await wakeConnector({ ctx, input: session }).catch((err: unknown) =>
    ctx.log.warn({ err, sessionId: session.id }, 'session.wake_failed'),
  )
}

/**
 * Notifies the session's connector of a changed row. The change is withdrawn if the queue does not confirm the command, or if the
 * connectors do not start. A command without a change does nothing.
 * @param input.undo withdraws the change; returns false if the change could not be withdrawn
 * @throws ServiceUnavailable if the change is certainly withdrawn, OutcomeUnknown otherwise
 */
export async function notifyConnector({
  ctx,
  input: { session, undo },
}: {
  ctx: AppContext
  input: { session: Addressee; undo: () => Promise<boolean> }
}): Promise<void> {
  const fail = async (dependency: 'queue' | 'service of the connectors', cause: unknown) => {
    if (isLeaseEnding(ctx) || !(await isUndone(ctx, session, undo))) throw new OutcomeUnknown({ cause })
    throw new ServiceUnavailable({ dependency, cause })
  }
  if (session.isParked)
    await wakeFleet({ ctx }).catch((cause: unknown) => fail('service of the connectors', cause))
  await enqueueSync(ctx, session).catch((cause: unknown) => fail('queue', cause))
}

async function enqueueSync({ commands }: Context, { id, partition }: Addressee): Promise<void> {
  await commands.send({ partition, command: { type: 'session.sync', sessionId: id } })
}

async function isUndone(ctx: Context, session: Addressee, undo: () => Promise<boolean>): Promise<boolean> {
  try {
    return await undo()
  } catch (err) {
    ctx.log.error({ err, sessionId: session.id }, 'session.undo_failed')
    return false
  }
}
