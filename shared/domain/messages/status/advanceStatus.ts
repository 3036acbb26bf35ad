import { sql } from 'drizzle-orm'
import type { MessageStatus } from '#shared/contracts/messages.ts'
import { type LockWait, limitLockWait, lockWaitOf, statement } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import {
  type Fenced,
  type FenceValues,
  fenceValues,
  findHeldLeases,
  heldLeases,
  type LeaseLost,
  type LeaseValues,
  leaseColumns,
  leaseValues,
  resultsOrLeaseLost,
} from '../../fleet/index.ts'
import { type AdvancedMessages, advancingStatement } from './advanceMessages.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'> & { lockWaitMs?: number }

/** Content of a receipt, for messages of ours (`author` is `me`) or for messages of others. */
export interface StatusChange {
  messageIds: readonly string[]
  author: 'me' | 'others'
  status: Exclude<MessageStatus, 'PENDING' | 'FAILED'>
  /** Member of the group that sent the receipt. */
  participant?: string
}

interface AdvanceValues extends LeaseValues, FenceValues, LockWait {
  sessionIds: string[]
  ids: string[]
  areOwn: boolean[]
  statuses: MessageStatus[]
  now: string
}

const advance = statement<AdvanceValues>((value) =>
  advancingStatement(
    sql`select m.session_id, m.id, m.sender, m.status as was, c.becomes from messages m, (
        select session_id, id, from_me, max(status) as becomes
        from unnest(${value('sessionIds')}::text[], ${value('ids')}::text[], ${value('areOwn')}::boolean[],
          ${value('statuses')}::message_status[], ${leaseColumns(value)})
          as u (session_id, id, from_me, status, partition, epoch)
        join (${heldLeases(value, limitLockWait(value))}) held using (partition, epoch)
        group by session_id, id, from_me
      ) as c
      where m.session_id = c.session_id and m.id = c.id and m.from_me = c.from_me and m.status < c.becomes
      -- All statements that change messages of several sessions lock the rows in this order, to prevent deadlocks.
      order by m.session_id, m.id, m.sender for update of m`,
    value('now'),
  ),
)

/**
 * Moves messages forward, each to its status. Receipts arrive late, repeated and out of order, and no receipt moves a
 * message back.
 * @param ctx.lockWaitMs limit of a wait for a row lock, in ms. Default: the limit of the role
 * @returns LeaseLost for each change whose lease is lost, and undefined for each other change
 */
export async function advanceStatus({
  ctx,
  input,
}: {
  ctx: Ctx
  input: readonly (StatusChange & { sessionId: string } & Fenced)[]
}): Promise<(undefined | LeaseLost)[]> {
  const changes = input.flatMap(({ messageIds, ...change }) => messageIds.map((id) => ({ ...change, id })))
  const { rows: changed } = await ctx.db.execute<AdvancedMessages>(
    advance({
      ...leaseValues(input),
      ...lockWaitOf(ctx.lockWaitMs),
      ...fenceValues(changes),
      sessionIds: changes.map(({ sessionId }) => sessionId),
      ids: changes.map(({ id }) => id),
      areOwn: changes.map(({ author }) => author === 'me'),
      statuses: changes.map(({ status }) => status),
      now: ctx.now().toISOString(),
    }),
  )
  const toPublish = new Map(changed.map((row) => [row.sessionId, row.toPublish]))
  const own = new Set(input.flatMap(({ author, sessionId }) => (author === 'me' ? [sessionId] : [])))
  // An unchanged session is woken too: an earlier try may have changed the session, but lost the database's response
  // before the wake-up.
  const woken = [...own].filter((sessionId) => toPublish.get(sessionId) !== false)
  await Promise.all(woken.map((sessionId) => ctx.outbox.wake(sessionId)))
  // A changed session proves that its lease is held, unless the input has two leases of one partition.
  const isClear = hasOneLeasePerPartition(input) && input.every(({ sessionId }) => toPublish.has(sessionId))
  const held = isClear ? input.map(({ lease }) => lease) : await findHeldLeases({ ctx, input })
  return resultsOrLeaseLost(input, held, () => undefined)
}

function hasOneLeasePerPartition(writes: readonly Fenced[]): boolean {
  const epochs = new Map(writes.map(({ lease }) => [lease.partition, lease.epoch]))
  return writes.every(({ lease }) => epochs.get(lease.partition) === lease.epoch)
}
