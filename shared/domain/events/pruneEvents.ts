import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { type Bounds, inBatches, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

/**
 * Deletes events older than `keepDeliveriesMs`, with their deliveries, in batches. Returns the number of deleted
 * events.
 */
export async function pruneEvents({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.settings.keepDeliveriesMs).toISOString()
  const prune = async (tx: Transaction, rows: number) => {
    const { rowCount } = await tx.execute(sql`
        delete from events where ctid = any (array(
          select ctid from events where occurred_at < ${before}::timestamptz limit ${rows} for update skip locked))`)
    return rowCount ?? 0
  }
  const batch = (rows: number) => runBatch({ ctx, input: { batch: (tx) => prune(tx, rows) } })
  return await inBatches({ ctx, input: { bounds: input, batch } })
}
