import { and, eq, sql } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { ownMessage } from './ownMessage.ts'
import type { MessageRow } from './view.ts'

/**
 * Takes a message for sending. Answers null when there is nothing to send: WhatsApp has it, it failed, or it was taken
 * back. A second claim before WhatsApp's ack is given, because the first may have died: the same id goes out, and the
 * recipient's phone drops the second.
 * @throws LeaseLost
 */
export async function claimMessage({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db'>
  lease: Lease
  input: { sessionId: string; messageId: string }
}): Promise<MessageRow | null> {
  const [row] = await ctx.db
    .update(messages)
    .set({ attempts: sql`${messages.attempts} + 1` })
    .where(and(ownPending(input), holdsLease(lease)))
    .returning()
  if (row) return row
  await assertLease(ctx.db, lease)
  return null
}

/** Until when a message that is still PENDING may be sent; null if there is nothing to send. */
export async function pendingDeadline({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; messageId: string }
}): Promise<Date | null> {
  const [row] = await ctx.db.select({ expiresAt: messages.expiresAt }).from(messages).where(ownPending(input))
  return row?.expiresAt ?? null
}

function ownPending(ref: { sessionId: string; messageId: string }) {
  return and(ownMessage(ref), eq(messages.status, 'PENDING'))
}
