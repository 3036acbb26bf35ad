import { and, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { events } from '#shared/database/index.ts'
import { type Bounds, changeRows, inBatches, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'

const BATCH = 500
/**
 * Shortest wait for the handler of a published event, in ms. SQS delivers within seconds, and forgets a deduplication
 * id after 5 minutes.
 */
const UNHANDLED_MS = 6 * 60_000

type Ctx = Pick<Context, 'db' | 'now'> & Pick<Context, 'events'>

export interface PublishResult {
  published: number
  /** True if the queue refused events, or if the outbox may hold more. */
  more: boolean
}

/** Sends the first unpublished events of the given sessions to the event queue, in order. */
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
 * Moves published, unhandled events back to the outbox. The queue may only be slow, so the wait for an event doubles
 * each time.
 * @param input.all true if the queue is known to be empty, so that the verb waits for no event
 * @returns the number of events that are unpublished again
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

/**
 * Sends events to the event queue, in order, and marks them published. Returns the number of events that the queue
 * took.
 */
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

/** Builds the condition that an event, or an earlier event of its chat, waits for a file. */
export function isHeldBack(now: Date): SQL {
  return sql`exists (
    select 1 from events held where held.session_id = ${events.sessionId} and held.chat = ${events.chat}
      and held.published_at is null and held.held_until > ${now.toISOString()}::timestamptz and held.seq <= ${events.seq})`
}
