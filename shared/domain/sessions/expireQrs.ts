import { sql } from 'drizzle-orm'
import { runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

const AT_ONCE = 1_000

/**
 * Deletes expired QR codes. The next run handles sessions whose rows are locked now. Returns the number of changed
 * sessions.
 */
export async function expireQrs({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<number> {
  return await runBatch({
    ctx,
    input: {
      batch: async (tx) => {
        const { rowCount } = await tx.execute(sql`
      update sessions set qr = null, qr_expires_at = null where id = any (array(
        select id from sessions where qr_expires_at < ${ctx.now().toISOString()}::timestamptz
        limit ${AT_ONCE} for update skip locked))`)
        return rowCount ?? 0
      },
    },
  })
}
