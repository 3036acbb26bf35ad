import { sql } from 'drizzle-orm'
import { MessageStillPending } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import { loadMessage } from '../history/index.ts'
import { ERASED_COLUMNS, eraseMessages } from '../internal/eraseMessages.ts'

/** Deletes a message from the database, with what its events, deliveries and transcripts say of it, and its file; on WhatsApp it stays.
 * A message that is still to be sent can't be deleted: it was accepted, and what is accepted is sent or ends FAILED.
 * @throws NotFound, MessageStillPending */
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
