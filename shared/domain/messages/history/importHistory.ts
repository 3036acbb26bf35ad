import { NOTICE_TYPES } from '#shared/contracts/messages.ts'
import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, type Fenced } from '../../fleet/index.ts'
import { applyRepliesWithin } from '../../suppressions/index.ts'
import type { InboundMessage } from '../inbound/index.ts'
import { insertInboundMessagesWithin, messageEvent } from '../inbound/index.ts'

const CHUNK = 500

/**
 * Stores messages that the phone sends later: history from before the link, or content that was missing. A stored
 * message stays unchanged, unless its content was missing. Only a message whose content was missing emits an event.
 * @throws LeaseLost
 */
export async function importHistory({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { sessionId: string; appId: string; messages: readonly InboundMessage[] } & Fenced
}): Promise<void> {
  const { sessionId, appId } = input
  for (let start = 0; start < input.messages.length; start += CHUNK) {
    const chunk = unique(input.messages.slice(start, start + CHUNK))
    const toPublish = await ctx.db.transaction(async (tx) => {
      await assertLease({ ctx: { db: tx }, input: lease })
      const written = await insertInboundMessagesWithin(tx, { sessionId, appId }, chunk)
      const completed = written
        .filter(({ message, missing }) => missing && !NOTICE_TYPES.includes(message.type))
        .map(({ message }) => message)
      const now = ctx.now()
      const replies = await applyRepliesWithin(tx, { sessionId, appId }, completed, now)
      return await emit({
        ctx: { db: tx },
        input: completed.map((message, index) =>
          messageEvent({ sessionId, appId }, message, now, replies[index]),
        ),
      })
    })
    if (toPublish) await ctx.outbox.wake(sessionId)
  }
}

/** Keeps the last copy of each message, because phones repeat messages and one statement may write a row only once. */
function unique(messages: readonly InboundMessage[]): InboundMessage[] {
  return [...new Map(messages.map((message) => [`${message.sender}:${message.id}`, message])).values()]
}
