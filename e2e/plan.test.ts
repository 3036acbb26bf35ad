import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EVENTS } from '#shared/contracts/events.ts'
import type { DatabaseConnection, Queryable } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { fanOutStatement } from '#shared/domain/deliveries/fanOutBatch.ts'
import { pendingPages } from '#shared/domain/messages/internal/pendingMessages.ts'
import { advanceMessages } from '#shared/domain/messages/status/advanceMessages.ts'
import { applyReplies, isSuppressed, REPLY_COLUMNS } from '#shared/domain/suppressions/index.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { fillRows } from './support/fillRows.ts'

let connection: DatabaseConnection
let appId: string

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  const { db } = connection
  const input = { name: 'A', plan: 'self_hosted', appName: 'B' } as const
  appId = (await createAccount({ ctx: { db }, input })).appId
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
  await db.execute(`
    insert into campaigns (id, app_id, session_id, name, type, content, pacing, typing, status, created_at, updated_at)
    values ('C', '${appId}', 'S', 'C', 'text', '{}', '{}', false, 'completed', now(), now())`)
  await fillRows(
    db,
    20_000,
    (numbers) => sql`insert into campaign_recipients (campaign_id, app_id, position, phone, accepted_at)
    select 'C', ${appId}, n, '90555' || n, now() from ${numbers} n`,
  )
  await fillRows(
    db,
    20_000,
    (numbers) => sql`insert into broadcast_suppressions (app_id, person, phone, source, created_at)
    select ${appId}, '90555' || n, '90555' || n, 'api', to_timestamp(n) from ${numbers} n`,
  )
  await fillRows(
    db,
    1_000,
    (numbers) => sql`insert into apps (id, account_id, name)
    select 'app ' || n, (select account_id from apps where id = ${appId}), n from ${numbers} n`,
  )
  await fillRows(
    db,
    10_000,
    (numbers) => sql`
    insert into webhooks (id, app_id, url, events, wrapped_key, secret, inline_limit_bytes)
    select 'W' || n, case when n > 20 then 'app ' || (n % 1000 + 1) end, 'http://127.0.0.1:1/', '{*}', '', '', 0 from ${numbers} n`,
  )
  await fillRows(
    db,
    5_000,
    (numbers) => sql`insert into events (id, app_id, session_id, type, data, occurred_at)
    select 'E' || n, ${appId}, 'S', 'message.read', ${JSON.stringify(EVENTS['message.read'].example)}::jsonb, to_timestamp(n)
    from ${numbers} n`,
  )
  await fillRows(
    db,
    5_000,
    (numbers) => sql`insert into deliveries (id, webhook_id, event_id, lane, state, created_at)
    select 'D' || n, 'W' || (n % 20 + 1), 'E' || n, 'S:' || (n % 100), 'waiting', to_timestamp(n) from ${numbers} n`,
  )
  await db.execute(
    'analyze messages, campaign_recipients, broadcast_suppressions, webhooks, events, deliveries',
  )
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

it('finds the campaigns and the suppression of a person by indexes only, for each message', async () => {
  const from = sql`select * from jsonb_to_recordset('[]'::jsonb)
    as row (ord int, session_id text, app_id text, id text, "timestamp" bigint, ${REPLY_COLUMNS})`
  const replies = await planOf(sql`with ${applyReplies(from, new Date())} select * from replies`)
  expect(replies).toMatch(/Index Scan using campaign_recipients_contacted/)
  expect(replies).toMatch(/broadcast_suppressions_app_id_person_pk/)
  expect(replies).toMatch(/Index Scan (using|on) messages_chat/)
  expect(replies).not.toMatch(/Seq Scan on (campaign_recipients|broadcast_suppressions|messages)/)
})

it('finds a suppression by its key, and a page of suppressions without sorting', async () => {
  const one = await planOf(sql`select ${isSuppressed(sql`${appId}::text`, sql`${'905551'}::text`)}`)
  expect(one).toMatch(/Index (Only )?Scan using broadcast_suppressions_app_id_person_pk/)
  const page = await planOf(sql`
    select * from broadcast_suppressions where app_id = 'A' and (created_at, person) < (now(), 'x')
    order by created_at desc, person desc limit 51`)
  expect(page).toMatch(/Index Scan Backward using broadcast_suppressions_order/)
  expect(page).not.toMatch(/Sort/)
})

it('finds the webhooks of an event, the events of a batch and the deliveries of a lane by indexes only', async () => {
  const made = await planOf(fanOutStatement(['evt_1', 'evt_2'], new Date()))
  expect(made).toMatch(/Index Scan using events_pkey/)
  expect(made).toMatch(/webhooks_app/)
  expect(made).toMatch(/deliveries_lane/)
  expect(made).not.toMatch(/Seq Scan on (events|webhooks|deliveries)/)
})

it('finds the pending messages of a sweep by an index only', async () => {
  let plan = ''
  const explaining = {
    async execute(statement: SQL) {
      plan = await planOf(statement)
      return { rows: [] }
    },
  } as unknown as Queryable
  for (const among of [sql`true`, sql`pending_until < now()`]) {
    await pendingPages(sql`attempts = 0`, among)(explaining, 100)
    expect(plan).toMatch(/Index Scan (using|on) messages_pending_until/)
    expect(plan).not.toMatch(/Seq Scan on messages/)
  }
})

it('writes no index when a message of ours is delivered and read', async () => {
  const { db } = connection
  await db.execute(sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp, expires_at)
    values ('S', 'hot', 'me', ${appId}, '7@s.whatsapp.net', true, 'text', '{}', 'PENDING', 'api', 0, now())`)
  /** Returns the number of updates and of HOT updates that a change of the status makes. */
  const advance = (becomes: string) =>
    db.transaction(async (tx) => {
      // The counts may contain those of earlier transactions of the connection.
      const count = async () => {
        const { rows } = await tx.execute<{ updated: number; hot: number }>(sql`
          select n_tup_upd::int as updated, n_tup_hot_upd::int as hot from pg_stat_xact_user_tables where relname = 'messages'`)
        return rows[0] ?? { updated: 0, hot: 0 }
      }
      const before = await count()
      const target = sql`select session_id, id, sender, status as was, ${becomes}::message_status as becomes
        from messages where session_id = 'S' and id = 'hot' for update`
      await advanceMessages({ ctx: { db: tx }, input: { target, now: new Date() } })
      const after = await count()
      return { updated: after.updated - before.updated, hot: after.hot - before.hot }
    })
  expect(await advance('SENT')).toEqual({ updated: 1, hot: 0 })
  for (const status of ['DELIVERED', 'READ']) expect(await advance(status)).toEqual({ updated: 1, hot: 1 })
  const { rows } = await db.execute(
    sql`select 1 from messages where id = 'hot' and pending_until is not null`,
  )
  expect(rows).toEqual([])
})

async function planOf(statement: SQL): Promise<string> {
  const { rows } = await connection.db.execute<{ 'QUERY PLAN': string }>(sql`explain ${statement}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
