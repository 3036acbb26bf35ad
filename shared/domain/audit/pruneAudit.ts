import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'

/** Retention of the audit log. */
const KEEP_MS = 90 * 24 * 3_600_000

/** Deletes old entries of the audit log in batches. Returns the number of deleted rows. */
export async function pruneAudit({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEEP_MS).toISOString()
  const where = sql`at < ${before}::timestamptz`
  return await deleteInBatches({
    ctx,
    input: {
      bounds: input,
      rows: { table: 'audit_log', where, order: { at: 'timestamptz', seq: 'bigint' } },
    },
  })
}
