import { sql } from 'drizzle-orm'
import { type Bounds, inBatches, runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { ERASED_COLUMNS, eraseMessages } from '../internal/eraseMessages.ts'

/**
 * Deletes messages after their retention and erases their traces elsewhere, in batches. Pending messages stay. A BRIN
 * index finds the messages, so that the batches have no order. Returns the number of deleted messages.
 */
export async function pruneMessages({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
  input: Bounds
}): Promise<number> {
  const now = ctx.now()
  const before = new Date(now.getTime() - ctx.settings.keepMessagesMs).toISOString()
  return await inBatches({
    ctx,
    input: {
      bounds: input,
      batch: (most) =>
        runBatch({
          ctx,
          input: {
            batch: async (tx) => {
              const { rows } = await tx.execute<{ count: number }>(sql`
        with gone as (
          delete from messages m where m.ctid = any (array(
            select ctid from messages where created_at < ${before}::timestamptz and status <> 'PENDING'
            limit ${most} for update skip locked))
          returning ${ERASED_COLUMNS}
        ),
        ${eraseMessages(sql`gone`, now)}
        select count(*)::int as count from gone`)
              return rows[0]?.count ?? 0
            },
          },
        }),
    },
  })
}
