import { and, isNull, sql } from 'drizzle-orm'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { messages, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { type AdminDeletion, changeEvent } from '../inbound/index.ts'
import { ERASED_COLUMNS, eraseMessages } from '../internal/eraseMessages.ts'
import { messageBy } from '../internal/ownMessage.ts'

/** A change by the session that WhatsApp has accepted. As an admin, the session deletes the messages of other members, too. */
export type OwnChange =
  | {
      change: 'edited'
      content: Pick<MessageContent, 'text' | 'caption' | 'mentions' | 'mentionLids' | 'mentionsMe'>
    }
  | { change: 'deleted'; author?: string; byAdmin?: AdminDeletion }

/**
 * Records that the session changed a message on WhatsApp. The message is its own, or the session deleted it as an admin.
 * @param input.eventId id of the event, the same for each retry
 * @throws LeaseLost
 */
export async function applyOwnChange({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { sessionId: string; messageId: string; eventId: string } & OwnChange & Fenced
}): Promise<void> {
  const change =
    input.change === 'deleted'
      ? { content: {}, media: null, payload: null, preview: null, secret: null, deletedAt: ctx.now() }
      : {
          content: sql`(${messages.content} - 'truncated') || ${JSON.stringify(input.content)}::jsonb`,
          editedAt: ctx.now(),
          editTimestamp: ctx.now().getTime(),
        }
  const { sessionId, messageId, eventId } = input
  const sender = (input.change === 'deleted' && input.author) || 'me'
  const which = messageBy({ sessionId, messageId, sender })
  await ctx.db.transaction(async (tx) => {
    if (input.change === 'deleted') await erase(tx, { sessionId, messageId, sender }, ctx.now())
    const [changed] = await tx
      .update(messages)
      .set(change)
      .where(and(which, isNull(messages.deletedAt), holdsLease(lease)))
      .returning({ appId: messages.appId, chat: messages.remoteJid })
    if (!changed) return await assertLease({ ctx: { db: tx }, input: lease })
    const details =
      input.change === 'deleted'
        ? { kind: input.change, ...(input.byAdmin && { byAdmin: input.byAdmin }) }
        : { kind: input.change, content: input.content }
    const event = changeEvent({ ...changed, sessionId }, { ...details, messageId }, ctx.now())
    const author = sender === 'me' ? {} : { messageSender: sender }
    await emit({ ctx: { db: tx }, input: [{ ...event, id: eventId, ...author }] })
  })
  await ctx.outbox.wake(sessionId)
}

/**
 * Erases the message's traces outside its row. The traces must go first, because the update removes the file's key from
 * the row.
 */
async function erase(
  tx: Transaction,
  { sessionId, messageId, sender }: { sessionId: string; messageId: string; sender: string },
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    with gone as materialized (
      select ${ERASED_COLUMNS} from messages m
      where m.session_id = ${sessionId} and m.id = ${messageId} and m.sender = ${sender} for update
    ),
    ${eraseMessages(sql`gone`, now)}
    select id from gone`)
}
