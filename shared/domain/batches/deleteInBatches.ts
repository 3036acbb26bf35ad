import type { Context } from '../context.ts'
import { deleteRows, type Rows } from './changeRows.ts'
import { type Bounds, batchWithin, inBatches } from './inBatches.ts'

/** Deletes rows in batches, each in a transaction of its own. Answers how many rows it has looked at. */
export async function deleteInBatches(
  ctx: Pick<Context, 'db' | 'now'>,
  bounds: Bounds,
  rows: Rows,
): Promise<number> {
  const step = deleteRows(rows)
  return await inBatches(ctx, bounds, (most) => batchWithin(ctx.db, (tx) => step(tx, most)))
}
