import { and, eq, inArray, lt } from 'drizzle-orm'
import type { MessageStatus, SendFailure } from '#shared/contracts/messages.ts'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { CHARGE, refundMessages, UNSENT_CHARGE } from '../usage/index.ts'
import { ownMessage } from './ownMessage.ts'

type Ctx = Pick<Context, 'db'>

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
  const changed = await ctx.db
    .update(messages)
    .set({ status: input.status })
    .where(
      and(
        eq(messages.sessionId, input.sessionId),
        inArray(messages.id, [...input.messageIds]),
        eq(messages.fromMe, input.author === 'me'),
        lt(messages.status, input.status),
        holdsLease(lease),
      ),
    )
    .returning({ id: messages.id })
  if (changed.length === 0) await assertLease(ctx.db, lease)
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
  await ctx.db.transaction(async (tx) => {
    const changed = await tx
      .update(messages)
      .set({ status: 'FAILED', error: input.error, chargedMonth: UNSENT_CHARGE })
      .where(and(ownMessage(input), inArray(messages.status, ['PENDING', 'SENT']), holdsLease(lease)))
      .returning(CHARGE)
    if (changed.length === 0) await assertLease(tx, lease)
    await refundMessages(tx, changed)
  })
}
