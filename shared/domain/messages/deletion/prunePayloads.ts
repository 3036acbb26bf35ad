import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { type Bounds, inBatches, runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'

/**
 * WhatsApp keeps an upload, and a message for an offline device, for two weeks. No recipient requests a retry later.
 */
const KEEP_MS = 14 * 24 * 3_600_000

/**
 * Deletes the payloads of messages that no recipient can request any more, in batches. Returns the number of changed
 * messages.
 */
export async function prunePayloads({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEEP_MS).toISOString()
  const prune = async (tx: Transaction, rows: number) => {
    const { rowCount } = await tx.execute(sql`
        update messages set payload = null where ctid = any (array(
          select ctid from messages where payload is not null and created_at < ${before}::timestamptz
          order by created_at limit ${rows} for update skip locked))`)
    return rowCount ?? 0
  }
  const batch = (rows: number) => runBatch({ ctx, input: { batch: (tx) => prune(tx, rows) } })
  return await inBatches({ ctx, input: { bounds: input, batch } })
}
