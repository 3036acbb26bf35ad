import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, type Lease } from '../fleet/index.ts'
import type { SeenMessage } from './recordMessage.ts'

const CHUNK = 500

/**
 * Stores what the phone had before it was linked. What is there already stays as it is: it was seen live, or imported
 * before.
 * @throws LeaseLost
 */
export async function importHistory({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db'>
  lease: Lease
  input: { sessionId: string; appId: string; messages: readonly SeenMessage[] }
}): Promise<void> {
  const { sessionId, appId } = input
  for (let start = 0; start < input.messages.length; start += CHUNK) {
    const chunk = input.messages.slice(start, start + CHUNK)
    await ctx.db.transaction(async (tx) => {
      await assertLease(tx, lease)
      await tx
        .insert(messages)
        .values(chunk.map((message) => ({ ...message, sessionId, appId })))
        .onConflictDoNothing()
    })
  }
}
