import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { fillRows } from './support/fillRows.ts'

let connection: DatabaseConnection

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  const { db } = connection
  const { appId } = await createAccount({
    ctx: { db },
    input: { name: 'A', plan: 'self_hosted', appName: 'B' },
  })
  await db.execute(
    `insert into sessions (id, app_id, name, run, partition) values ('S', '${appId}', 'S', 'r', 0)`,
  )
  await fillRows(
    db,
    20_000,
    (numbers) => sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp)
    select 'S', 'M' || n, 'me', ${appId}, (n % 100) || '@s.whatsapp.net', true, 'text', '{}', 'READ', 'api', n from ${numbers} n`,
  )
  await db.execute('analyze messages')
})
afterAll(() => connection.close())

it.each([
  ['a page of the history', ''],
  ['a page of a chat', `and remote_jid = '7@s.whatsapp.net'`],
  ['a further page', `and remote_jid = '7@s.whatsapp.net' and (timestamp, seq) < (9000, 9000)`],
])('finds %s by an index only, without sorting', async (_, condition) => {
  const { rows } = await connection.db.execute<{ 'QUERY PLAN': string }>(
    `explain select * from messages where session_id = 'S' ${condition} order by timestamp desc, seq desc limit 51`,
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Scan Backward using messages_(history|chat)/)
  expect(plan).not.toMatch(/Sort|Seq Scan/)
})
