import { sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'
import type { AppContext } from '#shared/domain/context.ts'
import { listMessages } from '#shared/domain/messages/index.ts'
import type { Measure, Row } from '../measure.ts'
import { hammer } from '../stage/load.ts'
import { fillMessages } from '../stage/messages.ts'
import { median } from '../statistics.ts'

const CALLS = 200
const JID = '905550000007@s.whatsapp.net'

/**
 * Measures a page of history by the number of messages in the session, and shows its query plan. The time must not grow with the
 * number.
 */
export const history: Measure = async (bench) => {
  const { quick } = bench.options
  const { stage } = await bench.stage(1)
  const { db } = stage
  const session = 'bench-history'
  const { appId } = stage.api.facts
  await db.execute(
    sql`insert into sessions (id, app_id, name, run, partition, status) values (${session}, ${appId}, ${session}, 'r', 0, 'disconnected')`,
  )
  // The fields of the context that the verb reads.
  const ctx = { db, appId } as unknown as AppContext
  const rows: Row[] = []
  let filled = 0
  for (const to of quick ? [100, 1_000] : [10_000, 100_000, 1_000_000]) {
    await fillMessages(db, { session, from: filled, to })
    filled = to
    rows.push({ messages: to, ...(await timePages(ctx, session, quick ? 5 : CALLS)) })
  }
  const plan = (await explain(db, session)).map((line) => ({ plan: line }))
  return [
    { title: 'History: median ms of a page', rows },
    { title: 'Plan of a further page of a chat', rows: plan },
  ]
}

async function timePages(ctx: AppContext, sessionId: string, count: number): Promise<Row> {
  const list = (input: object) => listMessages({ ctx, input: { sessionId, limit: 50, ...input } })
  const time = async (input: object) =>
    median((await hammer({ count, inFlight: 1 }, () => list(input))).times)
  const { pagination } = await list({ limit: 100 })
  return {
    'first page': await time({}),
    'next page': await time({ cursor: pagination.nextCursor ?? undefined }),
    'page of a chat': await time({ jid: JID }),
  }
}

async function explain(db: Database, session: string): Promise<string[]> {
  const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`
    explain select * from messages where session_id = ${session} and remote_jid = ${JID}
      and (timestamp, seq) < (1700500000, 500000) order by timestamp desc, seq desc limit 51`)
  return rows.map((row) => row['QUERY PLAN'])
}
