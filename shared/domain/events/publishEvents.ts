import { and, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { events } from '#shared/database/index.ts'
import { type Bounds, changeRows, inBatches, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

const BATCH = 500
/** SQS hands over within seconds, and forgets a deduplication id after 5 minutes. */
const UNHANDLED_MS = 6 * 60_000

type Ctx = Pick<Context, 'db' | 'now'> & Pick<Context, 'events'>

export interface PublishResult {
  published: number
  /** Whether the queue did not take all, or there is more. */
  more: boolean
}

/** Puts what sessions have in the outbox into the event queue, in order. */
export async function publishEvents({
  ctx,
  input,
}: {
  ctx: Ctx
  input: { sessionIds: readonly string[] }
}): Promise<PublishResult> {
  const rows = await ctx.db
    .select({ id: events.id, sessionId: events.sessionId, chat: events.chat })
    .from(events)
    .where(
      and(
        isNull(events.publishedAt),
        inArray(events.sessionId, [...input.sessionIds]),
        sql`not ${isHeldBack(ctx.now())}`,
      ),
    )
    .orderBy(events.seq)
    .limit(BATCH)
  const published = await enqueueEvents({ ctx, input: rows })
  return { published, more: published < rows.length || rows.length === BATCH }
}

/**
 * Takes events back into the outbox that the queue took and nobody handled. It may only be slow, so that each time an event
 * is left alone for twice as long. Answers how many.
 * @param input.all for a queue that is known to be empty
 */
export async function unpublishUnhandledEvents({
  ctx,
  input: { all, ...bounds },
}: {
  ctx: Ctx
  input: Bounds & { all: boolean }
}): Promise<number> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`
  const age = sql`greatest(${UNHANDLED_MS} * interval '1 millisecond', published_at - occurred_at)`
  const step = changeRows({
    table: 'events',
    where: sql`handled_at is null and published_at is not null`,
    unless: all ? sql`false` : sql`published_at >= ${now} - ${age}`,
    order: { published_at: 'timestamptz', seq: 'bigint' },
    change: sql`update events set published_at = null`,
  })
  let revived = 0
  await inBatches({
    ctx,
    input: {
      bounds,
      batch: async (rows) => {
        const { looked, changed } = await runBatch({ ctx, input: { batch: (tx) => step(tx, rows) } })
        revived += changed
        return looked
      },
    },
  })
  return revived
}

/** Puts events into the event queue, in their order. Answers how many the queue took. */
export async function enqueueEvents({
  ctx,
  input: rows,
}: {
  ctx: Ctx
  input: readonly { id: string; sessionId: string | null; chat: string }[]
}): Promise<number> {
  if (rows.length === 0) return 0
  const taken = await ctx.events.sendAll(
    rows.map(({ id, sessionId, chat }) => ({ id, group: `${sessionId}:${chat}` })),
  )
  if (taken.length > 0) {
    await ctx.db
      .update(events)
      .set({ publishedAt: ctx.now() })
      .where(sql`${events.id} = any(${sql.param(taken)})`)
  }
  return taken.length
}

/** An event that is held keeps those behind it in its chat from going. */
export function isHeldBack(now: Date): SQL {
  return sql`exists (
    select 1 from events held where held.session_id = ${events.sessionId} and held.chat = ${events.chat}
      and held.published_at is null and held.held_until > ${now.toISOString()}::timestamptz and held.seq <= ${events.seq})`
}
