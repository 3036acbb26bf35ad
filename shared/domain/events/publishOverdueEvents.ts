import { type SQL, sql } from 'drizzle-orm'
import { events } from '#shared/database/index.ts'
import { runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'
import { enqueueEvents, isHeldBack } from './publishEvents.ts'

/** Age, in ms, after which an unpublished event counts as left behind: its writer publishes at once. */
const OVERDUE_MS = 10_000
/** Limits of one round, for one session and for all. A session with a long backlog does not delay other sessions. */
const EACH = 50
const ROUND = 500

interface OverdueEvent {
  [column: string]: unknown
  id: string
  sessionId: string
  chat: string
}

/**
 * Publishes events that a dead host or an unreachable queue left behind. Sessions take turns.
 * @param input.until time after which the verb leaves the rest to the next sweep
 * @returns the number of published events
 */
export async function publishOverdueEvents({
  ctx,
  input: { until },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'events'>
  input: { until: Date }
}): Promise<number> {
  for (let total = 0, behind = ''; ; ) {
    const rows = await readRound(ctx, behind)
    const published = await enqueueEvents({ ctx, input: rows })
    total += published
    const isOver = rows.length === 0 && behind === ''
    if (isOver || published < rows.length || ctx.now() >= until) return total
    // The limit of a full round may have cut its last session short. The next lap over the sessions finds the rest.
    behind = rows.length < ROUND ? '' : (rows.at(-1)?.sessionId ?? '')
  }
}

/** Reads the first events of the sessions after `behind`, in the order of sessions and of events. */
async function readRound(ctx: Pick<Context, 'db' | 'now'>, behind: string): Promise<OverdueEvent[]> {
  const now = ctx.now()
  const before = new Date(now.getTime() - OVERDUE_MS).toISOString()
  return await runBatch({
    ctx,
    input: {
      batch: async (tx) => {
        const { rows } = await tx.execute<OverdueEvent>(sql`
      with recursive owners as (
        (${nextOwner(sql`${behind}::text`)})
        union all
        select next.session_id from owners cross join lateral (${nextOwner(sql`owners.session_id`)}) as next
      )
      select mine.id, mine.session_id as "sessionId", mine.chat from owners cross join lateral (
        select id, session_id, chat from ${events}
        where ${events.sessionId} = owners.session_id and ${events.publishedAt} is null
          and ${events.occurredAt} < ${before}::timestamptz and not ${isHeldBack(now)}
        order by seq limit ${EACH}
      ) as mine limit ${ROUND}`)
        return rows
      },
    },
  })
}

/** Builds the query for the next session with events in the outbox. The query uses an index. */
function nextOwner(behind: SQL): SQL {
  return sql`select session_id from ${events}
    where published_at is null and session_id > ${behind} order by session_id limit 1`
}
