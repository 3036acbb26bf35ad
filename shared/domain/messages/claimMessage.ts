import { and, eq, sql } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { ownMessage } from './ownMessage.ts'
import type { MessageRow } from './view.ts'

/** A message of ours. */
export interface OwnMessage {
  sessionId: string
  messageId: string
}

/**
 * Takes messages of one partition for sending. Answers for each, in their order; null where there is nothing to send: WhatsApp has it,
 * it failed, or it was taken back. A second claim before WhatsApp's ack is given, because the first may have died: the same id
 * goes out, and the recipient's phone drops the second.
 * @throws LeaseLost
 */
export async function claimMessages({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db'>
  lease: Lease
  input: readonly OwnMessage[]
}): Promise<(MessageRow | null)[]> {
  const sessionIds = sql.param(input.map(({ sessionId }) => sessionId))
  const messageIds = sql.param(input.map(({ messageId }) => messageId))
  const rows = await ctx.db
    .update(messages)
    .set({ attempts: sql`${messages.attempts} + 1` })
    .where(
      and(
        sql`(${messages.sessionId}, ${messages.id}) in (select * from unnest(${sessionIds}::text[], ${messageIds}::text[]))`,
        eq(messages.sender, 'me'),
        eq(messages.status, 'PENDING'),
        holdsLease(lease),
      ),
    )
    .returning()
  if (rows.length < input.length) await assertLease(ctx.db, lease)
  const byId = new Map(rows.map((row) => [`${row.sessionId}:${row.id}`, row]))
  return input.map(({ sessionId, messageId }) => byId.get(`${sessionId}:${messageId}`) ?? null)
}

/** Until when a message that is still PENDING may be sent; null if there is nothing to send. */
export async function pendingDeadline({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: OwnMessage
}): Promise<Date | null> {
  const [row] = await ctx.db.select({ expiresAt: messages.expiresAt }).from(messages).where(ownPending(input))
  return row?.expiresAt ?? null
}

function ownPending(ref: OwnMessage) {
  return and(ownMessage(ref), eq(messages.status, 'PENDING'))
}
