import { sql } from 'drizzle-orm'
import { type Bounds, batchWithin, inBatches } from '../batches/index.ts'
import type { Context } from '../context.ts'

/**
 * Deletes messages that are older than they are kept, in batches; not those that are still to be sent. A block index finds them, so that
 * the rows have no order. Answers how many.
 */
export async function pruneMessages({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.settings.keepMessagesMs).toISOString()
  return await inBatches(ctx, input, (rows) =>
    batchWithin(ctx.db, async (tx) => {
      const { rowCount } = await tx.execute(sql`
        delete from messages where ctid = any (array(
          select ctid from messages where created_at < ${before}::timestamptz and status <> 'PENDING'
          limit ${rows} for update skip locked))`)
      return rowCount ?? 0
    }),
  )
}
