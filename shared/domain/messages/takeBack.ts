import { and, eq } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { SendContext } from '../context.ts'
import { CHARGE, refundMessages } from '../usage/index.ts'
import { ownMessage } from './ownMessage.ts'

/** A run that is about to lose its lease leaves what it made to the next: that one may have answered for it. */
const LEASE_MARGIN_MS = 2_000

/**
 * Takes a message back whose caller is about to hear that nothing was accepted: without its row, a command does nothing. `gone`:
 * nothing was, and its unit is given back; `kept`: a connector has claimed it, so that it was accepted after all; `unknown`:
 * nobody can tell now.
 */
export async function takeBack(
  ctx: SendContext,
  sessionId: string,
  messageId: string,
): Promise<'gone' | 'kept' | 'unknown'> {
  const { leaseUntil } = ctx
  if (leaseUntil && leaseUntil.getTime() - ctx.now().getTime() < LEASE_MARGIN_MS) return 'unknown'
  const own = ownMessage({ sessionId, messageId })
  try {
    return await ctx.db.transaction(async (tx) => {
      const taken = await tx
        .delete(messages)
        .where(and(own, eq(messages.status, 'PENDING'), eq(messages.attempts, 0)))
        .returning(CHARGE)
      await refundMessages(tx, taken)
      const [left] = await tx.select({ id: messages.id }).from(messages).where(own)
      return left ? 'kept' : 'gone'
    })
  } catch (err) {
    ctx.log.error({ err, sessionId, messageId }, 'message.take_back_failed')
    return 'unknown'
  }
}
