import { sql } from 'drizzle-orm'
import type { MessageStatus } from '#shared/contracts/messages.ts'
import { arrayParam } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import {
  type Fenced,
  findHeldLeases,
  heldLeases,
  type LeaseLost,
  leaseColumns,
  resultsOrLeaseLost,
} from '../../fleet/index.ts'
import { advanceMessages } from './advanceMessages.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/** What a receipt says of messages: of our own (`sender` is `me`), or of those that others wrote. */
export interface StatusChange {
  messageIds: readonly string[]
  author: 'me' | 'others'
  status: Exclude<MessageStatus, 'PENDING' | 'FAILED'>
  /** Of a group: which member says it. */
  participant?: string
}

/**
 * Moves messages forward to a status each. Receipts come late, twice and out of order: none moves a message back. Answers LeaseLost for
 * each whose lease is.
 */
export async function advanceStatus({
  ctx,
  input,
}: {
  ctx: Ctx
  input: readonly (StatusChange & { sessionId: string } & Fenced)[]
}): Promise<(undefined | LeaseLost)[]> {
  const changes = input.flatMap(({ messageIds, ...change }) => messageIds.map((id) => ({ ...change, id })))
  const changed = await advanceMessages({
    ctx,
    input: {
      target: sql`select m.session_id, m.id, m.sender, m.status as was, c.becomes from messages m, (
        select session_id, id, from_me, max(status) as becomes
        from unnest(${arrayParam(changes.map(({ sessionId }) => sessionId))}::text[], ${arrayParam(changes.map(({ id }) => id))}::text[],
          ${arrayParam(changes.map(({ author }) => author === 'me'))}::boolean[],
          ${arrayParam(changes.map(({ status }) => status))}::message_status[], ${leaseColumns(changes)})
          as u (session_id, id, from_me, status, partition, epoch)
        join (${heldLeases(input)}) held using (partition, epoch)
        group by session_id, id, from_me
      ) as c
      where m.session_id = c.session_id and m.id = c.id and m.from_me = c.from_me and m.status < c.becomes
      -- In one order, as all who change messages of several sessions do: two of them would wait for each other.
      order by m.session_id, m.id, m.sender for update of m`,
      now: ctx.now(),
    },
  })
  const toPublish = new Map(changed.map((row) => [row.sessionId, row.toPublish]))
  const own = new Set(input.flatMap(({ author, sessionId }) => (author === 'me' ? [sessionId] : [])))
  // Also where nothing changed: an earlier try may have, and its answer got lost before it could wake anybody.
  const woken = [...own].filter((sessionId) => toPublish.get(sessionId) !== false)
  await Promise.all(woken.map((sessionId) => ctx.outbox.wake(sessionId)))
  // A session that changed tells that its lease holds, unless two tenures of its partition wrote at once: then one of them did not.
  const isClear = isOfOneTenure(input) && input.every(({ sessionId }) => toPublish.has(sessionId))
  const held = isClear ? input.map(({ lease }) => lease) : await findHeldLeases({ ctx, input })
  return resultsOrLeaseLost(input, held, () => undefined)
}

function isOfOneTenure(writes: readonly Fenced[]): boolean {
  const epochs = new Map(writes.map(({ lease }) => [lease.partition, lease.epoch]))
  return writes.every(({ lease }) => epochs.get(lease.partition) === lease.epoch)
}
