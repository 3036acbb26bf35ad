import { randomInt } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { startNeonProxy } from '#local/database/neonProxy.ts'
import { addPartitions, CLIENT_LIMITS, migrateDatabase } from '#shared/database/index.ts'
import { connectTo, type DatabaseAddress } from '../../e2e/support/database.ts'
import { eventually } from '../../e2e/support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from '../../e2e/support/gateway.ts'
import { startReceiver } from '../../e2e/support/receiver.ts'
import { type PgBouncer, startPgBouncer } from './startPgBouncer.ts'

let pooler: PgBouncer
let proxy: Awaited<ReturnType<typeof startNeonProxy>>
let direct: DatabaseAddress
let pooled: DatabaseAddress

/** Fewer server connections than the gateway opens, so that clients share them. */
const SERVER_CONNECTIONS = 8

const gateway = useGateway({}, async (address) => {
  direct = address
  pooler = await startPgBouncer(direct.DATABASE_URL, { serverConnections: SERVER_CONNECTIONS })
  proxy = await startNeonProxy(pooler.port)
  pooled = { ...direct, VESPER_DATABASE_PROXY: proxy.address }
  return pooled
})
afterAll(async () => {
  await proxy?.close()
  await pooler?.stop()
})

it('pairs, sends, receives and calls a webhook, also after a restart and after the death of the connector', async () => {
  const receiver = await startReceiver()
  await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['message.received'] })
  const { id: session, phone } = await gateway.pair()
  const customer = await gateway.phones.create()

  const sent = await sendText(gateway.api, session, customer, 'out')
  await waitForMessage(gateway.api, session, sent, ['DELIVERED', 'READ'], 30_000)
  expect((await gateway.phones.waitFor(customer, sent)).copies).toBe(1)
  await gateway.phones.write(customer, phone, 'in')
  await receiver.waitForEvent('message.received', ({ data }) => data.content.text === 'in', 30_000)

  expect((await gateway.api('POST', `/sessions/${session}/restart`)).status).toBe(200)
  await waitForStatus(gateway.api, session, 'connected', 30_000)
  const [connector] = gateway.connectors
  const { pid } = connector ?? {}
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  const behind = await sendText(gateway.api, session, customer, 'behind')
  expect((await gateway.phones.waitFor(customer, behind, 60_000)).copies).toBe(1)
}, 180_000)

it('answers named statements on any connection of the server', async () => {
  const clients = Array.from({ length: 4 }, () => connectTo(pooled))
  try {
    const marker = randomInt(1_000_000)
    const ask = async (given: number) => {
      const client = clients[given % clients.length] ?? gateway.services
      const { rows } = await client.db.execute<{ answer: number }>(
        sql`select ${given}::int as answer /* long enough to be worth a name in each connection ${sql.raw(String(marker))} */`,
      )
      return rows[0]?.answer
    }
    const asked = Array.from({ length: 200 }, (_, given) => given)
    expect(await Promise.all(asked.map(ask))).toEqual(asked)
    const { rows } = await gateway.services.db.execute<{ name: string }>(
      sql`select name from pg_prepared_statements where name like 'PGBOUNCER_%'`,
    )
    expect(rows.length).toBeGreaterThan(0)
  } finally {
    await Promise.all(clients.map((client) => client.close()))
  }
})

it('applies the time-outs of the role in each session of the server', async () => {
  const ask = () =>
    gateway.services.db.execute<{ least: number; most: number }>(sql`
      select min(setting::int) as least, max(setting::int) as most from pg_settings, pg_sleep(0.02)
      where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`)
  const asked = await Promise.all(Array.from({ length: 3 * SERVER_CONNECTIONS }, ask))
  for (const { rows } of asked) {
    expect(rows[0]?.least).toBeGreaterThan(0)
    expect(rows[0]?.most).toBeLessThan(CLIENT_LIMITS.functions)
  }
})

it('migrates by the direct address while the pooler has sessions', async () => {
  await migrateDatabase(direct, { partitions: 16 })
  await addPartitions(direct, 16)
  const { rows } = await gateway.services.db.execute(sql`select 1 from partitions`)
  expect(rows).toHaveLength(16)
})

it('shares SET between clients of the pooler, so that limits must belong to the role', async () => {
  const client = connectTo(pooled)
  try {
    await client.db.execute(sql`set statement_timeout = '12345ms'`)
    const others = await eventually(async () => {
      const limits = await Promise.all(
        Array.from({ length: 20 }, () =>
          gateway.services.db.execute<{ ms: string }>(
            sql`select current_setting('statement_timeout') as ms, pg_sleep(0.02)`,
          ),
        ),
      )
      return limits.some(({ rows }) => rows[0]?.ms === '12345ms')
    })
    expect(others).toBe(true)
  } finally {
    // The test's pooler discards its server connections when it stops.
    await client.close()
  }
})
