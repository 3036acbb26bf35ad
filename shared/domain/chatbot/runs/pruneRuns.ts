import { sql } from 'drizzle-orm'
import { type Bounds, deleteInBatches } from '../../batches/index.ts'
import type { Context } from '../../context.ts'

/**
 * Deletes runs that ended before `keepMessagesMs`, with their transcripts, in batches. Returns the number of deleted
 * runs.
 */
export async function pruneRuns({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.settings.keepMessagesMs).toISOString()
  const where = sql`ended_at < ${before}::timestamptz`
  return await deleteInBatches({
    ctx,
    input: { bounds: input, rows: { table: 'flow_runs', where, order: { ended_at: 'timestamptz' } } },
  })
}
