import type { Context } from '../context.ts'
import { deleteRows, type Rows } from './changeRows.ts'
import { type Bounds, inBatches, runBatch } from './inBatches.ts'

/** Deletes rows in batches, each in its own transaction. Returns the number of examined rows. */
export async function deleteInBatches({
  ctx,
  input: { bounds, rows },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { bounds: Bounds; rows: Rows }
}): Promise<number> {
  const step = deleteRows(rows)
  return await inBatches({
    ctx,
    input: { bounds, batch: (most) => runBatch({ ctx, input: { batch: (tx) => step(tx, most) } }) },
  })
}
