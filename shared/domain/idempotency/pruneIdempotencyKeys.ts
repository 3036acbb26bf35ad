import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'
import { KEEP_MS } from './limits.ts'

/** Deletes expired responses in batches. Returns the number of deleted rows. */
export async function pruneIdempotencyKeys({
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
    input: {
      bounds: input,
      rows: {
        table: 'idempotency_keys',
        where,
        order: { created_at: 'timestamptz' },
      },
    },
  })
}
