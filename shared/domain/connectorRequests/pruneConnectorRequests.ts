import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'

/** Retention of requests. Callers read the answer within seconds; the longer retention helps to analyse faults. */
const KEEP_MS = 24 * 3_600_000

/** Deletes old requests in batches. Returns the number of deleted rows. */
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
