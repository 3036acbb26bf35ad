import { createHash } from 'node:crypto'
import type { EventType } from '#shared/contracts/events.ts'
import type { Context } from '../context.ts'
import { emit } from '../events/index.ts'
import { assertLease, type Lease } from '../fleet/index.ts'

/** What WhatsApp tells of a group that we are in. JIDs are by number wherever the notification tells it. */
export interface GroupChange {
  /** Of the notification: it may come again. */
  notificationId: string
  groupId: string
  type: Extract<EventType, `group.${string}`>
  /** `add`, `remove`, `leave`, `promote`, `demote`, `subject`, `description`, `announce`, `locked`, … */
  action: string
  /** Whom it is about. */
  participants?: string[]
  /** What is different now. */
  changes?: Record<string, string | number | boolean>
  /** Who did it. */
  actor: string | null
}

/** Tells of a change of a group; of one that WhatsApp notifies of twice, once.
 * @throws LeaseLost */
export async function recordGroupChange({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  lease: Lease
  input: { sessionId: string; appId: string; change: GroupChange }
}): Promise<void> {
  const { sessionId, appId } = input
  const { notificationId, type, ...facts } = input.change
  await ctx.db.transaction(async (tx) => {
    await assertLease(tx, lease)
    await emit(tx, [
      {
        id: eventIdOf(sessionId, notificationId),
        type,
        appId,
        sessionId,
        chat: facts.groupId,
        data: { session: sessionId, ...facts },
        occurredAt: ctx.now(),
      },
    ])
  })
  await ctx.outbox.wake(sessionId)
}

function eventIdOf(sessionId: string, notificationId: string): string {
  const hash = createHash('sha256').update(JSON.stringify([sessionId, notificationId]))
  return `evt_${hash.digest('hex').slice(0, 32)}`
}
