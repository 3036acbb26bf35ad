import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { messages, sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { fail } from './fail.ts'

/** A command that the queue has is taken within seconds; one that is not after this long may never have got there. */
const REQUEUE_AFTER_MS = 30_000
/** SQS forgets a deduplication id after 5 minutes; until then a second command would be dropped anyway. */
const REQUEUE_AGAIN_AFTER_MS = 6 * 60_000
/** The connector lets a message expire itself; the sweeper is for those that no connector holds. */
const EXPIRY_GRACE_MS = 30_000
/** One that a connector has claimed may have left: it is the connector's to judge for much longer. */
const CLAIMED_GRACE_MS = 15 * 60_000
const BATCH = 1_000

/**
 * Enqueues what is still to be sent and that no connector has claimed: the API may have died between the row and the
 * queue, or the queue may have lost it. One that only waits for its session is enqueued too; a second command finds
 * the first at work, and does no harm. Answers how many.
 * @param input.all every PENDING message: for a queue that is known to be empty
 */
export async function requeuePending({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'commands' | 'now'>
  input: { all: boolean }
}): Promise<number> {
  const now = ctx.now().getTime()
  const overdue = or(
    and(isNull(messages.requeuedAt), lt(messages.createdAt, new Date(now - REQUEUE_AFTER_MS))),
    lt(messages.requeuedAt, new Date(now - REQUEUE_AGAIN_AFTER_MS)),
  )
  const rows = await ctx.db
    .select({ sessionId: messages.sessionId, messageId: messages.id, partition: sessions.partition })
    .from(messages)
    .innerJoin(sessions, eq(sessions.id, messages.sessionId))
    .where(
      and(eq(messages.status, 'PENDING'), input.all ? undefined : and(eq(messages.attempts, 0), overdue)),
    )
    .orderBy(messages.seq)
    .limit(input.all ? 1_000_000 : BATCH)
  const refused = await ctx.commands.sendAll(
    rows.map(({ partition, sessionId, messageId }) => ({
      partition,
      attempt: String(now),
      command: { type: 'message.send', sessionId, messageId },
    })),
  )
  const lost = new Set(
    refused.map(({ command }) => (command.type === 'message.send' ? command.messageId : '')),
  )
  const enqueued = rows.filter(({ messageId }) => !lost.has(messageId))
  if (enqueued.length > 0) {
    const ids = sql.param(enqueued.map(({ messageId }) => messageId))
    await ctx.db
      .update(messages)
      .set({ requeuedAt: ctx.now() })
      .where(
        and(eq(messages.status, 'PENDING'), eq(messages.sender, 'me'), sql`${messages.id} = any(${ids})`),
      )
  }
  return enqueued.length
}

/**
 * Ends messages FAILED that nobody could send in time: `expired` those that never left, `timeout` those that may have.
 * Answers how many.
 */
export async function expirePending({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'outbox' | 'now'>
}): Promise<number> {
  const now = ctx.now().getTime()
  const until = (graceMs: number) => sql`${new Date(now - graceMs).toISOString()}::timestamptz`
  const expired = await fail(
    ctx.db,
    sql`status = 'PENDING' and expires_at < ${until(EXPIRY_GRACE_MS)}
      and (attempts = 0 or expires_at < ${until(CLAIMED_GRACE_MS)})`,
    sql`case when attempts = 0 then 'expired' else 'timeout' end`,
    ctx.now(),
  )
  for (const sessionId of new Set(expired.map((message) => message.sessionId)))
    await ctx.outbox.wake(sessionId)
  return expired.length
}
