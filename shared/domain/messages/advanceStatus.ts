import { sql } from 'drizzle-orm'
import type { MessageStatus, SendFailure } from '#shared/contracts/messages.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { advance } from './advance.ts'
import { fail } from './fail.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/** What a receipt says of messages: of our own (`sender` is `me`), or of those that others wrote. */
export interface StatusChange {
  messageIds: readonly string[]
  author: 'me' | 'others'
  status: Exclude<MessageStatus, 'PENDING' | 'FAILED'>
  /** Of a group: which member says it. */
  participant?: string
}

/** Moves messages forward to a status. Receipts come late, twice and out of order: none moves a message back.
 * @throws LeaseLost */
export async function advanceStatus({
  ctx,
  lease,
  input,
}: {
  ctx: Ctx
  lease: Lease
  input: StatusChange & { sessionId: string }
}): Promise<void> {
  const { changed } = await advance(
    ctx.db,
    sql`select session_id, id, sender, status as was, ${input.status}::message_status as becomes from messages
      where session_id = ${input.sessionId} and id = any(${sql.param([...input.messageIds])}::text[])
        and from_me = ${input.author === 'me'} and status < ${input.status}::message_status
        and ${holdsLease(lease)}
      for update of messages`,
    ctx.now(),
  )
  if (changed === 0) await assertLease(ctx.db, lease)
  // Also where nothing changed: an earlier try may have, and its answer got lost before it could wake anybody.
  if (input.author === 'me') await ctx.outbox.wake(input.sessionId)
}

/** Ends a message FAILED. One that reached its recipient, or failed before, stays what it is. The unit of one that WhatsApp
 * never took is given back.
 * @throws LeaseLost */
export async function failMessage({
  ctx,
  lease,
  input,
}: {
  ctx: Ctx
  lease: Lease
  input: { sessionId: string; messageId: string; error: SendFailure }
}): Promise<void> {
  const { sessionId, messageId, error } = input
  const failed = await fail(
    ctx.db,
    sql`session_id = ${sessionId} and id = ${messageId} and sender = 'me' and status in ('PENDING', 'SENT')
      and ${holdsLease(lease)}`,
    sql`${error}`,
    ctx.now(),
  )
  if (failed.length === 0) await assertLease(ctx.db, lease)
  else await ctx.outbox.wake(sessionId)
}
