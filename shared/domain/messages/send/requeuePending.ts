import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { type PendingKey, pendingPages, stillPending } from '../internal/pendingMessages.ts'

/** A command that the queue has is taken within seconds; one that is not after this long may never have got there. */
const REQUEUE_AFTER_MS = 30_000
/** SQS forgets a deduplication id after 5 minutes; until then a second command would be dropped anyway. */
const REQUEUE_AGAIN_AFTER_MS = 6 * 60_000
/** Messages that one page looks at. */
const PAGE = 1_000

interface Requeued extends PendingKey {
  partition: number
}

/**
 * Enqueues what is still to be sent and that no connector has claimed: the API may have died between the row and the
 * queue, or the queue may have lost it. One that only waits for its session is enqueued too; a second command finds
 * the first at work, and does no harm. Answers how many.
 * @param input.all every PENDING message: for a queue that is known to be empty. Such a run has no end but the last message.
 * @param input.until when to leave the rest to the next run
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
    // A queue that refuses one message of a page will hardly take the next page.
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

/** Adds the partitions of their sessions to messages. A session that is deleted has nothing to send. */
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
