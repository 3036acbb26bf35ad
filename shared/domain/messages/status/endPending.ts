import { sql } from 'drizzle-orm'
import type { SendFailure } from '#shared/contracts/messages.ts'
import { type Bounds, inBatches, runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { pendingPages, stillPending } from '../internal/pendingMessages.ts'
import { failWithin } from './internal/failWithin.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/**
 * Fails the pending messages of a deleted session in batches. Each batch fails its messages, emits their events and refunds
 * their units, in one short transaction. Concurrent callers fail each message once.
 */
export async function endPendingOf({
  ctx,
  input: { sessionId, ...bounds },
}: {
  ctx: Ctx
  input: Bounds & { sessionId: string }
}): Promise<void> {
  await inBatches({ ctx, input: { bounds, batch: endPendingStep(ctx, sessionId) } })
}

/**
 * Creates a step that fails pending messages of a deleted session. The step returns the number of examined pending messages.
 */
export function endPendingStep(ctx: Ctx, sessionId: string): (rows: number) => Promise<number> {
  const nextPage = pendingPages(sql`session_id = ${sessionId} and sender = 'me'`)
  return async (rows) => {
    const { failed, looked } = await runBatch({
      ctx,
      input: {
        batch: async (tx) => {
          const { found, looked } = await nextPage(tx, rows)
          if (found.length === 0) return { failed: [], looked }
          const failed = await failWithin(
            tx,
            stillPending(found),
            sql<SendFailure>`'session_deleted'`,
            ctx.now(),
          )
          return { failed, looked }
        },
      },
    })
    if (failed.length > 0) await ctx.outbox.wake(sessionId)
    return looked
  }
}
