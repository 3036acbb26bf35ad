import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, type Fenced } from '../../fleet/index.ts'
import { type InboundMessage, insertInboundMessagesWithin, messageEvent } from '../inbound/index.ts'

/**
 * Stores a message that could not be decrypted before its original arrived: a reaction or a comment. A stored message stays unchanged
 * and emits no event.
 * @throws LeaseLost
 */
export async function storeLateMessage({
  ctx,
  input: { lease, sessionId, appId, message },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { sessionId: string; appId: string; message: InboundMessage } & Fenced
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    const written = await insertInboundMessagesWithin(tx, { sessionId, appId }, [message])
    const now = ctx.now()
    const events = written.map((one) => messageEvent({ sessionId, appId }, one.message, now))
    await emit({ ctx: { db: tx }, input: events })
  })
  await ctx.outbox.wake(sessionId)
}
