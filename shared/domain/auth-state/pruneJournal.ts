import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'

/**
 * Retention of processed journal rows. WhatsApp redelivers an unconfirmed stanza for two weeks; one day is the margin.
 */
const KEEP_JOURNAL_MS = 15 * 24 * 3_600_000

/**
 * Deletes journal rows that were processed before the retention period, in batches. Returns the number of deleted rows.
 */
export async function pruneJournal({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEEP_JOURNAL_MS).toISOString()
  const where = sql`processed_at < ${before}::timestamptz`
  return await deleteInBatches({
    ctx,
    input: { bounds: input, rows: { table: 'inbox', where, order: { processed_at: 'timestamptz' } } },
  })
}
