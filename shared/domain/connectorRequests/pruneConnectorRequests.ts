import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'

/** Who asked has gone after seconds; the rest is for those who look for a fault. */
const KEEP_MS = 24 * 3_600_000

/** Deletes old requests, in batches. Answers how many. */
export async function pruneConnectorRequests({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEEP_MS).toISOString()
  const where = sql`created_at < ${before}::timestamptz`
  return await deleteInBatches({
    ctx,
    input: { bounds: input, rows: { table: 'requests', where, order: { created_at: 'timestamptz' } } },
  })
}
