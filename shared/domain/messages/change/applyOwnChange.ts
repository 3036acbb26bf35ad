import { and, sql } from 'drizzle-orm'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { messages, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { changeEvent } from '../inbound/index.ts'
import { ERASED_COLUMNS, eraseMessages } from '../internal/eraseMessages.ts'
import { ownMessage } from '../internal/ownMessage.ts'

/** A change of one of our messages that WhatsApp has accepted. */
export type OwnChange =
  | { change: 'edited'; content: Pick<MessageContent, 'text' | 'caption' | 'mentions'> }
  | { change: 'deleted' }

/**
 * Records that one of our messages was changed on WhatsApp.
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
      ? { content: {}, media: null, payload: null, preview: null, deletedAt: ctx.now() }
      : {
          content: sql`(${messages.content} - 'truncated') || ${JSON.stringify(input.content)}::jsonb`,
          editedAt: ctx.now(),
        }
  const { sessionId, messageId, eventId } = input
  await ctx.db.transaction(async (tx) => {
    if (input.change === 'deleted') await eraseOwn(tx, input, ctx.now())
    const [changed] = await tx
      .update(messages)
      .set(change)
      .where(and(ownMessage(input), holdsLease(lease)))
      .returning({ appId: messages.appId, chat: messages.remoteJid })
    if (!changed) return await assertLease({ ctx: { db: tx }, input: lease })
    const details =
      input.change === 'deleted' ? { kind: input.change } : { kind: input.change, content: input.content }
    const event = changeEvent({ ...changed, sessionId }, { ...details, messageId }, ctx.now())
    await emit({ ctx: { db: tx }, input: [{ ...event, id: eventId }] })
  })
  await ctx.outbox.wake(sessionId)
}

/**
 * Erases the message's traces outside its row. The traces must go first, because the update removes the file's key from
 * the row.
 */
async function eraseOwn(
  tx: Transaction,
  { sessionId, messageId }: { sessionId: string; messageId: string },
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    with gone as materialized (
      select ${ERASED_COLUMNS} from messages m
      where m.session_id = ${sessionId} and m.id = ${messageId} and m.sender = 'me' for update
    ),
    ${eraseMessages(sql`gone`, now)}
    select id from gone`)
}
