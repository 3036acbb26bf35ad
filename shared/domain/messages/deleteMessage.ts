import { and, eq, ne } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import { MessageStillPending } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { loadMessage } from './getMessage.ts'

/** Deletes a message from the database; on WhatsApp it stays. One that is still to be sent can't be deleted: it was
 * accepted, and what is accepted is sent or ends FAILED.
 * @throws NotFound, MessageStillPending */
export async function deleteMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; messageId: string }
}): Promise<void> {
  const row = await loadMessage(ctx, input)
  const deleted = await ctx.db
    .delete(messages)
    .where(
      and(
        eq(messages.sessionId, row.sessionId),
        eq(messages.id, row.id),
        eq(messages.sender, row.sender),
        ne(messages.status, 'PENDING'),
      ),
    )
    .returning({ id: messages.id })
  if (deleted.length === 0) throw new MessageStillPending({ messageId: row.id })
}
