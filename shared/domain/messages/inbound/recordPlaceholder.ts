import type { Context } from '../../context.ts'
import { assertLease, type Lease } from '../../fleet/index.ts'
import type { InboundMessage } from './inbound.ts'
import { insertInboundMessages } from './insertInbound.ts'

/** Stores that something came that can't be decrypted yet. When its sender sends it again, it is filled in.
 * @throws LeaseLost */
export async function recordPlaceholder({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db'>
  lease: Lease
  input: { sessionId: string; appId: string; message: InboundMessage }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease(tx, lease)
    await insertInboundMessages(tx, input, [input.message])
  })
}
