import { and } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { ownMessage } from '../internal/ownMessage.ts'

/**
 * Stores the payload of a message of ours, so that its file is uploaded once.
 * @throws LeaseLost
 */
export async function savePayload({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; messageId: string; payload: Buffer } & Fenced
}): Promise<void> {
  const changed = await ctx.db
    .update(messages)
    .set({ payload: input.payload })
    .where(and(ownMessage(input), holdsLease(lease)))
    .returning({ id: messages.id })
  if (changed.length === 0) await assertLease({ ctx, input: lease })
}
