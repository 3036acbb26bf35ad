import { sql } from 'drizzle-orm'
import { type Bounds, inBatches, runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { pendingPages, stillPending } from '../internal/pendingMessages.ts'
import { failWithin } from './internal/failWithin.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

/**
 * Ends what a session was still to send, in batches: each batch fails its messages, tells of them and gives their units back in one short
 * transaction. Several callers at once end each message once.
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

/** Makes a step that ends pending messages of a session. It answers how many pending messages it has looked at. */
export function endPendingStep(ctx: Ctx, sessionId: string): (rows: number) => Promise<number> {
  const nextPage = pendingPages(sql`session_id = ${sessionId} and sender = 'me'`)
  return async (rows) => {
    const { failed, looked } = await runBatch({
      ctx,
      input: {
        batch: async (tx) => {
          const { found, looked } = await nextPage(tx, rows)
          if (found.length === 0) return { failed: [], looked }
          const failed = await failWithin(tx, stillPending(found), sql`'session_logged_out'`, ctx.now())
          return { failed, looked }
        },
      },
    })
    if (failed.length > 0) await ctx.outbox.wake(sessionId)
    return looked
  }
}
