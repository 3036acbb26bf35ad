import { and, eq } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { SendContext } from '../../context.ts'
import { isLeaseEnding } from '../../idempotency/index.ts'
import { CHARGE_COLUMNS, refundMessagesWithin } from '../../usage/index.ts'
import { ownMessage } from '../internal/ownMessage.ts'

/**
 * Withdraws a message whose row is committed and whose command the queue did not confirm. Without its row, a command
 * does nothing. A row whose INSERT is in doubt must not be withdrawn, because a row that is not visible yet cannot be
 * deleted.
 * @returns `gone` if the message is withdrawn and its unit is refunded. `kept` if a connector has claimed the message,
 * which is therefore accepted. `unknown` if the outcome is unknown
 */
export async function withdrawMessage({
  ctx,
  input: { sessionId, messageId },
}: {
  ctx: SendContext
  input: { sessionId: string; messageId: string }
}): Promise<'gone' | 'kept' | 'unknown'> {
  if (isLeaseEnding(ctx)) return 'unknown'
  const own = ownMessage({ sessionId, messageId })
  try {
    return await ctx.db.transaction(async (tx) => {
      const taken = await tx
        .delete(messages)
        .where(and(own, eq(messages.status, 'PENDING'), eq(messages.attempts, 0)))
        .returning(CHARGE_COLUMNS)
      await refundMessagesWithin(tx, taken)
      const [left] = await tx.select({ id: messages.id }).from(messages).where(own)
      return left ? 'kept' : 'gone'
    })
  } catch (err) {
    ctx.log.error({ err, sessionId, messageId }, 'message.withdraw_failed')
    return 'unknown'
  }
}
