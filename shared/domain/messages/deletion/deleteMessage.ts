import { sql } from 'drizzle-orm'
import { MessageStillPending } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { loadMessage } from '../history/index.ts'
import { ERASED_COLUMNS, eraseMessages } from '../internal/eraseMessages.ts'

/**
 * Deletes a message and its file from the database and the store, and erases its content in events, deliveries and
 * transcripts. The message stays on WhatsApp. A pending message cannot be deleted, because an accepted message is sent
 * or ends FAILED.
 * @throws NotFound, MessageStillPending
 */
export async function deleteMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; messageId: string }
}): Promise<void> {
  const { sessionId, id, sender } = await loadMessage({ ctx, input })
  const { rows } = await ctx.db.execute(sql`
    with gone as (
      delete from messages m
      where m.session_id = ${sessionId} and m.id = ${id} and m.sender = ${sender} and m.status <> 'PENDING'
      returning ${ERASED_COLUMNS}
    ),
    ${eraseMessages(sql`gone`, ctx.now())}
    select id from gone`)
  if (rows.length === 0) throw new MessageStillPending({ messageId: id })
}
