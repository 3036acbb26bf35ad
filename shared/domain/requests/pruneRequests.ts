import { lt } from 'drizzle-orm'
import { requests } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** Who asked has gone after seconds; the rest is for those who look for a fault. */
const KEEP_MS = 24 * 3_600_000

/** Deletes old requests. */
export async function pruneRequests({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<void> {
  await ctx.db.delete(requests).where(lt(requests.createdAt, new Date(ctx.now().getTime() - KEEP_MS)))
}
