import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { type PendingKey, pendingPages, stillPending } from '../internal/pendingMessages.ts'

/**
 * A connector takes an enqueued command within seconds. After this time, the command may never have reached the queue.
 */
const REQUEUE_AFTER_MS = 30_000
/** SQS forgets a deduplication id after 5 minutes. Until then, SQS may drop a second command. */
const REQUEUE_AGAIN_AFTER_MS = 6 * 60_000
/** Messages that one page examines. */
const PAGE = 1_000

interface Requeued extends PendingKey {
  partition: number
}

/**
 * Enqueues again the pending messages that no connector has claimed. The API may have died between the insert and the
 * enqueue, or the queue may have lost the command. A message that waits for its session is enqueued too: a second
 * command is harmless, because the connector handles the message once. Returns the number of enqueued messages.
 * @param input.all true for every pending message, if the queue is known to be empty; `until` has no effect then
 * @param input.until instant after which no page begins
 */
export async function requeuePending({
  ctx,
  input: { all, until },
}: {
  ctx: Pick<Context, 'db' | 'commands' | 'now'>
  input: { all: boolean; until: Date }
}): Promise<number> {
  const now = ctx.now().getTime()
  const before = (ms: number) => sql`${new Date(now - ms).toISOString()}::timestamptz`
  const isDue = sql`attempts = 0 and (requeued_at < ${before(REQUEUE_AGAIN_AFTER_MS)}
    or (requeued_at is null and created_at < ${before(REQUEUE_AFTER_MS)}))`
  const nextPage = pendingPages(all ? sql`true` : isDue)
  for (let enqueued = 0; ; ) {
    const { found, looked } = await runBatch({ ctx, input: { batch: (tx) => nextPage(tx, PAGE) } })
    const { taken, isRefused } = await requeueMessages(ctx, found)
    enqueued += taken
    // A queue that refuses a message of this page would probably refuse the next page.
    if (looked < PAGE || isRefused || (!all && ctx.now() >= until)) return enqueued
  }
}

async function requeueMessages(
  ctx: Pick<Context, 'db' | 'commands' | 'now'>,
  found: readonly PendingKey[],
): Promise<{ taken: number; isRefused: boolean }> {
  const due = await withPartitions(ctx, found)
  if (due.length === 0) return { taken: 0, isRefused: false }
  const attempt = String(ctx.now().getTime())
  const refused = await ctx.commands.sendAll(
    due.map(({ partition, sessionId, id }) => ({
      partition,
      attempt,
      command: { type: 'message.send', sessionId, messageId: id },
    })),
  )
  const lost = new Set(
    refused.map(({ command }) => (command.type === 'message.send' ? command.messageId : '')),
  )
  const taken = due.filter(({ id }) => !lost.has(id))
  if (taken.length > 0) {
    await runBatch({
      ctx,
      input: {
        batch: (tx) =>
          tx.execute(sql`
        update messages set requeued_at = ${ctx.now().toISOString()}::timestamptz where ${stillPending(taken)}`),
      },
    })
  }
  return { taken: taken.length, isRefused: lost.size > 0 }
}

/** Adds the partition of its session to each message. Drops the messages of deleted sessions. */
async function withPartitions(ctx: Pick<Context, 'db'>, found: readonly PendingKey[]): Promise<Requeued[]> {
  if (found.length === 0) return []
  const ids = [...new Set(found.map(({ sessionId }) => sessionId))]
  const { rows } = await ctx.db.execute<{ id: string; partition: number }>(sql`
    select id, partition from sessions where id = any (${arrayParam(ids)}::text[]) and deleted_at is null`)
  const partitions = new Map(rows.map(({ id, partition }) => [id, partition]))
  return found.flatMap((message) => {
    const partition = partitions.get(message.sessionId)
    return partition === undefined ? [] : [{ ...message, partition }]
  })
}
