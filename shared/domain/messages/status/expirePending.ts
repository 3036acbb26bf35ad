import { sql } from 'drizzle-orm'
import type { SendFailure } from '#shared/contracts/messages.ts'
import { type Bounds, inBatches, runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { pendingPages, stillPending } from '../internal/pendingMessages.ts'
import { failWithin } from './internal/failWithin.ts'

/** A connector expires the messages of its own sessions. The sweeper expires messages that no connector holds. */
const EXPIRY_GRACE_MS = 30_000
/** A claimed message may have left, so that its connector has more time to decide on the message. */
const CLAIMED_GRACE_MS = 15 * 60_000

/**
 * Ends messages FAILED that were not sent in time. The reason is `expired` if the message never left, `timeout` if it
 * may have left. Returns the number of failed messages.
 */
export async function expirePending({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'outbox' | 'now'>
  input: Bounds
}): Promise<number> {
  const now = ctx.now().getTime()
  const until = (graceMs: number) => sql`${new Date(now - graceMs).toISOString()}::timestamptz`
  const nextPage = pendingPages(
    sql`attempts = 0 or expires_at < ${until(CLAIMED_GRACE_MS)}`,
    sql`pending_until < ${until(EXPIRY_GRACE_MS)}`,
  )
  let expired = 0
  await inBatches({
    ctx,
    input: {
      bounds: input,
      batch: async (rows) => {
        const { failed, looked } = await runBatch({
          ctx,
          input: {
            batch: async (tx) => {
              const { found, looked } = await nextPage(tx, rows)
              if (found.length === 0) return { failed: [], looked }
              const why = sql<SendFailure>`case when attempts = 0 then 'expired' else 'timeout' end`
              return { failed: await failWithin(tx, stillPending(found), why, ctx.now()), looked }
            },
          },
        })
        for (const sessionId of new Set(failed.map((message) => message.sessionId)))
          await ctx.outbox.wake(sessionId)
        expired += failed.length
        return looked
      },
    },
  })
  return expired
}
