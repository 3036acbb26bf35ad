import { sql } from 'drizzle-orm'
import { runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

const AT_ONCE = 1_000

/**
 * Deletes expired restrictions, because WhatsApp does not always report the end of a restriction. The next run handles
 * sessions whose rows are locked now. Returns the number of changed sessions.
 */
export async function expireRestrictions({ ctx }: { ctx: Pick<Context, 'db' | 'now'> }): Promise<number> {
  const now = ctx.now().toISOString()
  return await runBatch({
    ctx,
    input: {
      batch: async (tx) => {
        const { rowCount } = await tx.execute(sql`
      update sessions set restrictions = coalesce((
        select jsonb_agg(kept) from jsonb_array_elements(restrictions) kept
        where kept ->> 'until' is null or (kept ->> 'until')::timestamptz >= ${now}::timestamptz), '[]')
      where id = any (array(
        select id from sessions where restrictions <> '[]' and exists (
          select 1 from jsonb_array_elements(restrictions) past where (past ->> 'until')::timestamptz < ${now}::timestamptz)
        limit ${AT_ONCE} for update skip locked))`)
        return rowCount ?? 0
      },
    },
  })
}
