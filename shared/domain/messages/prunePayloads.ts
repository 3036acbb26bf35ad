import { and, isNotNull, lt } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** WhatsApp's servers keep an upload, and a message for who was away, for two weeks; later nobody can ask again. */
const KEEP_MS = 14 * 24 * 3_600_000

/** Forgets how messages left that nobody can ask for any more. Answers how many. */
export async function prunePayloads({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<number> {
  const pruned = await ctx.db
    .update(messages)
    .set({ payload: null })
    .where(and(isNotNull(messages.payload), lt(messages.createdAt, new Date(ctx.now().getTime() - KEEP_MS))))
    .returning({ id: messages.id })
  return pruned.length
}
