import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, type Fenced } from '../../fleet/index.ts'
import type { InboundMessage } from '../inbound/index.ts'
import { insertInboundMessagesWithin, messageEvent } from '../inbound/index.ts'

const CHUNK = 500

/**
 * Stores what the phone tells of earlier: what it had before it was linked, or what came without its words. What is
 * there already stays as it is. Only a message whose words were missing is news: the rest is history.
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
      const news = written.filter(({ missing }) => missing)
      return await emit({
        ctx: { db: tx },
        input: news.map(({ message }) => messageEvent({ sessionId, appId }, message, ctx.now())),
      })
    })
    if (toPublish) await ctx.outbox.wake(sessionId)
  }
}

/** One statement may write a row once only, and phones repeat themselves. */
function unique(messages: readonly InboundMessage[]): InboundMessage[] {
  return [...new Map(messages.map((message) => [`${message.sender}:${message.id}`, message])).values()]
}
