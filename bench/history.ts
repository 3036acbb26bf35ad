import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { startDatabase } from '#infra/local/database/database.ts'
import { connectDatabase, type Database } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import type { AppContext } from '#shared/domain/context.ts'
import { listMessages } from '#shared/domain/messages/index.ts'

/**
 * How long a page of history takes at 10⁴, 10⁵ and 10⁶ messages in one session, and by which plan PostgreSQL finds it:
 * `node --import tsx bench/history.ts`. The times must not grow with the messages.
 */
const SIZES = [10_000, 100_000, 1_000_000]
const CHATS = 1_000
const ROUNDS = 200
const SESSION = 'bench'

const folder = await mkdtemp(path.join(tmpdir(), 'vesper-bench-'))
const local = await startDatabase({ folder, partitions: 1, unsafe: true })
const { db, close } = connectDatabase(local.environment, {
  maxConnections: 1,
  queryTimeoutMs: 300_000,
  onIdleError: () => undefined,
})
try {
  const { appId } = await createAccount({
    ctx: { db },
    input: { name: 'B', plan: 'self_hosted', appName: 'B' },
  })
  await db.execute(
    sql`insert into sessions (id, app_id, name, run, partition) values (${SESSION}, ${appId}, 'B', 'r', 0)`,
  )
  const rows: Record<string, unknown>[] = []
  let filled = 0
  for (const size of SIZES) {
    await fill(db, appId, filled, size)
    filled = size
    rows.push({ messages: size, ...(await measure({ db, appId } as unknown as AppContext)) })
  }
  process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(rows) : table(rows)}\n`)
  process.stdout.write(`\n${await plan(db)}\n`)
} finally {
  await close()
  await local.stop()
  await rm(folder, { recursive: true, force: true })
}

async function fill(database: Database, appId: string, from: number, to: number): Promise<void> {
  await database.execute(sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp)
    select ${SESSION}, 'M' || n, 'me', ${appId}, (905550000000 + n % ${CHATS}) || '@s.whatsapp.net', true, 'text',
      '{"text":"Hello from Vesper!"}', 'READ', 'api', 1700000000 + n
    from generate_series(${from + 1}::int, ${to}::int) as n`)
  await database.execute('analyze messages')
}

/** Medians, in ms: the first page, one in the middle by its cursor, and a chat's. */
async function measure(ctx: AppContext): Promise<Record<string, string>> {
  const list = (input: object) => listMessages({ ctx, input: { sessionId: SESSION, limit: 50, ...input } })
  const { pagination } = await list({ limit: 100 })
  const cursor = pagination.nextCursor ?? undefined
  const jid = '905550000007@s.whatsapp.net'
  return {
    'first page': await median(() => list({})),
    'next page': await median(() => list({ cursor })),
    'page of a chat': await median(() => list({ jid })),
  }
}

async function median(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return (times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0).toFixed(2)
}

async function plan(database: Database): Promise<string> {
  const { rows } = await database.execute<{ 'QUERY PLAN': string }>(sql`
    explain select * from messages where session_id = ${SESSION} and remote_jid = '905550000007@s.whatsapp.net'
      and (timestamp, seq) < (1700500000, 500000) order by timestamp desc, seq desc limit 51`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

function table(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const line = (cells: readonly unknown[]) => cells.map((cell) => String(cell).padStart(14)).join('')
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name])))].join('\n')
}
