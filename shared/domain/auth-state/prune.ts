import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'

/** WhatsApp may send a stanza again for as long as it keeps what no receipt confirmed: two weeks, and then some. */
const KEEP_JOURNAL_MS = 15 * 24 * 3_600_000

/** Deletes journal rows that nobody can ask for any more, in batches. Answers how many. */
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
