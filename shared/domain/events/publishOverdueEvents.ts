import { type SQL, sql } from 'drizzle-orm'
import { events } from '#shared/database/index.ts'
import { runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'
import { enqueueEvents, isHeldBack } from './publishEvents.ts'

/** Whoever wrote an event publishes it at once; one this old was left behind. */
const OVERDUE_MS = 10_000
/** Events of one session, and of all sessions, in one round: a session with a long backlog does not hold up the others. */
const EACH = 50
const ROUND = 500

interface OverdueEvent {
  [column: string]: unknown
  id: string
  sessionId: string
  chat: string
}

/**
 * Publishes what was left behind: by a host that died, or while the queue could not be reached. Goes round by session. Answers how many.
 * @param input.until when to leave the rest to the next time
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
    // The last session of a full round may have been cut short: the next turn of the round finds the rest.
    behind = rows.length < ROUND ? '' : (rows.at(-1)?.sessionId ?? '')
  }
}

/** The first events of the sessions behind one, in the order of the sessions and their events. */
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

/** The next session that has something in the outbox, by the index. */
function nextOwner(behind: SQL): SQL {
  return sql`select session_id from ${events}
    where published_at is null and session_id > ${behind} order by session_id limit 1`
}
