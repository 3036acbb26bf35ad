import type { Context } from '../../context.ts'
import { assertLease, type Fenced } from '../../fleet/index.ts'
import type { InboundMessage } from './inbound.ts'
import { insertInboundMessagesWithin } from './internal/insertInboundMessagesWithin.ts'

/**
 * Stores a placeholder for a message that cannot be decrypted yet. The content follows when the sender sends the
 * message again.
 * @throws LeaseLost
 */
export async function recordPlaceholder({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; appId: string; message: InboundMessage } & Fenced
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    await insertInboundMessagesWithin(tx, input, [input.message])
  })
}
