import { lt } from 'drizzle-orm'
import { idempotencyKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { KEEP_MS } from './answer.ts'

/** Deletes what nobody can have again. */
export async function pruneIdempotencyKeys({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEEP_MS)
  await ctx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before))
}
