import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sweep } from '#functions/sweeper/sweep.ts'
import { EVENTS } from '#shared/contracts/events.ts'
import type { Database, DatabaseConnection } from '#shared/database/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { pruneJournal } from '#shared/domain/auth-state/index.ts'
import type { Bounds } from '#shared/domain/batches/index.ts'
import { pruneConnectorRequests } from '#shared/domain/connectorRequests/index.ts'
import { releaseStuckLanes, replayFailed } from '#shared/domain/deliveries/index.ts'
import { publishOverdueEvents, unpublishUnhandledEvents } from '#shared/domain/events/index.ts'
import { type Lease, recordHeartbeat, takeLeases } from '#shared/domain/fleet/index.ts'
import { pruneIdempotencyKeys } from '#shared/domain/idempotency/index.ts'
import {
  chatJidOf,
  chatJidsOf,
  storeCanonicalJid,
  storeLidMappings,
} from '#shared/domain/lidMappings/index.ts'
import { expirePending, pruneMessages, prunePayloads, requeuePending } from '#shared/domain/messages/index.ts'
import { recordStopped } from '#shared/domain/sessions/index.ts'
import { createWebhook, webhookInput } from '#shared/domain/webhooks/index.ts'
import { NO_BOUNDS } from './support/context.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { fillDeliveries, fillMessages, fillPending, type LargeTenant, openTenant } from './support/large.ts'

const ROWS = 1_050
const A_BATCH = 100

let connection: DatabaseConnection
let tenant: LargeTenant
let lease: Lease

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  await recordHeartbeat({
    ctx: connection,
    input: {
      id: 'con_1',
      sessions: 0,
      partitions: 0,
      capacity: 1,
      memoryBytes: 0,
    },
  })
  const [first] = await takeLeases({
    ctx: connection,
    input: { owner: 'con_1', held: [], wanted: 1, leaseMs: 600_000 },
  })
  if (!first) throw new Error('There is no partition to lease')
  lease = first
})
afterAll(() => connection.close())
beforeEach(async () => {
  tenant = await openTenant(connection, lease.partition)
})

const ofSession = () => sql`session_id = ${tenant.session}`

async function makeWebhook() {
  const input = webhookInput.parse({ url: 'http://127.0.0.1:1/', events: ['message.sent'] })
  return (await createWebhook({ ctx: tenant.ctx, input })).id
}

async function fillIdempotencyKeys(): Promise<string> {
  const { ctx } = tenant
  const { id } = await createApiKey({ ctx, input: { appId: ctx.appId, name: 'k' } })
  await ctx.db.execute(sql`
    insert into idempotency_keys (api_key_id, key, fingerprint, seed, lease, lease_until, created_at)
    select ${id}, n::text, 'f', 's', 'l', now(), now() - interval '2 days' from generate_series(1, ${ROWS}::int) n`)
  return id
}

async function fillJournal(): Promise<void> {
  await tenant.ctx.db.execute(sql`
    insert into inbox (session_id, hash, value, received_at, processed_at)
    select ${tenant.session}, n::text, '', now(), now() - interval '20 days' from generate_series(1, ${ROWS}::int) n`)
}

interface Work {
  what: string
  /** Writes `ROWS` rows, and returns the condition for unprocessed rows. */
  fill(): Promise<{ table: string; where: SQL }>
  run(input: Bounds): Promise<unknown>
}

const works: Work[] = [
  {
    what: 'the journal',
    async fill() {
      await fillJournal()
      return { table: 'inbox', where: ofSession() }
    },
    run: (input) => pruneJournal({ ctx: tenant.ctx, input }),
  },
  {
    what: 'idempotency keys',
    fill: async () => ({
      table: 'idempotency_keys',
      where: sql`api_key_id = ${await fillIdempotencyKeys()}`,
    }),
    run: (input) => pruneIdempotencyKeys({ ctx: tenant.ctx, input }),
  },
  {
    what: 'requests',
    async fill() {
      await tenant.ctx.db.execute(sql`
        insert into requests (id, app_id, session_id, kind, input, created_at)
        select ${tenant.session} || n, ${tenant.ctx.appId}, ${tenant.session}, 'k', '{}', now() - interval '2 days'
        from generate_series(1, ${ROWS}::int) n`)
      return { table: 'requests', where: ofSession() }
    },
    run: (input) => pruneConnectorRequests({ ctx: tenant.ctx, input }),
  },
  {
    what: 'payloads',
    async fill() {
      await fillMessages(tenant, ROWS)
      await tenant.ctx.db.execute(sql`
        update messages set payload = 'x', created_at = now() - interval '15 days' where ${ofSession()}`)
      return { table: 'messages', where: sql`${ofSession()} and payload is not null` }
    },
    run: (input) => prunePayloads({ ctx: tenant.ctx, input }),
  },
  {
    what: 'old messages',
    async fill() {
      await fillMessages(tenant, ROWS)
      await tenant.ctx.db.execute(
        sql`update messages set created_at = now() - interval '31 days' where ${ofSession()}`,
      )
      return { table: 'messages', where: ofSession() }
    },
    run: (input) => pruneMessages({ ctx: tenant.ctx, input }),
  },
  {
    what: 'messages that expire',
    async fill() {
      await fillPending(tenant, ROWS, '-10 minutes')
      return { table: 'messages', where: sql`${ofSession()} and status = 'PENDING'` }
    },
    run: (input) => expirePending({ ctx: tenant.ctx, input }),
  },
  {
    what: 'events that nobody handled',
    async fill() {
      await fillDeliveries(tenant, { webhook: await makeWebhook(), count: ROWS, state: 'failed' })
      await tenant.ctx.db.execute(sql`
        update events set handled_at = null, published_at = now() - interval '7 minutes' where ${ofSession()}`)
      return { table: 'events', where: sql`${ofSession()} and published_at is not null` }
    },
    run: (input) => unpublishUnhandledEvents({ ctx: tenant.ctx, input: { ...input, all: false } }),
  },
  {
    what: 'lanes whose head is gone',
    async fill() {
      await fillDeliveries(tenant, { webhook: await makeWebhook(), count: ROWS, state: 'waiting' })
      return { table: 'deliveries', where: sql`lane like ${`${tenant.session}%`} and state = 'waiting'` }
    },
    run: (input) => releaseStuckLanes({ ctx: tenant.ctx, input }),
  },
]

describe('works in batches, and the next run continues:', () => {
  it.each(works)('$what', async ({ fill, run }) => {
    const { table, where } = await fill()
    expect(await tenant.count(table, where)).toBe(ROWS)
    await run({ until: tenant.ctx.now(), rows: A_BATCH })
    const left = await tenant.count(table, where)
    expect([left < ROWS, left >= ROWS - A_BATCH]).toEqual([true, true])
    await run(NO_BOUNDS)
    expect(await tenant.count(table, where)).toBe(0)
  })
})

it('skips locked rows without waiting', async () => {
  await fillJournal()
  await connection.db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from inbox where ${ofSession()} and hash = '7' for update`)
    await pruneJournal({ ctx: tenant.ctx, input: NO_BOUNDS })
    expect(await tenant.count('inbox', ofSession())).toBe(1)
  })
  await pruneJournal({ ctx: tenant.ctx, input: NO_BOUNDS })
  expect(await tenant.count('inbox', ofSession())).toBe(0)
})

it('refunds all expired messages once', async () => {
  await fillPending(tenant, ROWS, '-10 minutes')
  const { ctx, used } = tenant
  await Promise.all([1, 2].map(() => expirePending({ ctx, input: { ...NO_BOUNDS, rows: A_BATCH } })))
  await expirePending({ ctx, input: NO_BOUNDS })
  expect(await used()).toBe(0)
})

it('enqueues all pending messages into an empty queue, in order, page by page', async () => {
  await fillPending(tenant, 2_500)
  const sent: string[] = []
  const pages: number[] = []
  const commands = {
    send: async () => undefined,
    sendAll: async (all: readonly { command: object }[]) => {
      pages.push(all.length)
      sent.push(...all.map(({ command }) => ('messageId' in command ? String(command.messageId) : '')))
      return []
    },
  } as unknown as LargeTenant['ctx']['commands']
  await requeuePending({ ctx: { ...tenant.ctx, commands }, input: { all: true, until: new Date(0) } })
  expect(Math.max(...pages)).toBeLessThanOrEqual(1_000)
  expect(sent.filter((id) => id.startsWith('P'))).toEqual(
    Array.from({ length: 2_500 }, (_, n) => `P${n + 1}`),
  )
  await expirePending({
    ctx: { ...tenant.ctx, now: () => new Date(Date.now() + 3_600_000) },
    input: NO_BOUNDS,
  })
})

it('publishes events of each session in turn, and keeps the order within each', async () => {
  const other = await openTenant(connection, lease.partition)
  for (const { ctx, session } of [tenant, other])
    await ctx.db.execute(sql`
      insert into events (app_id, session_id, chat, type, data, occurred_at)
      select ${ctx.appId}, ${session}, 'c', 'message.sent', ${JSON.stringify(EVENTS['message.sent'].example)}::jsonb, now() - interval '1 minute' from generate_series(1, 600)`)
  const groups: string[] = []
  const ids: string[] = []
  const events = {
    async sendAll(sent: readonly { id: string; group: string }[]) {
      groups.push(...sent.map(({ group }) => group))
      ids.push(...sent.map(({ id }) => id))
      return sent.map(({ id }) => id)
    },
  }
  const ctx = { ...tenant.ctx, events }
  expect(await publishOverdueEvents({ ctx, input: NO_BOUNDS })).toBeGreaterThanOrEqual(1_200)
  for (const { session } of [tenant, other]) expect(groups.slice(0, 500)).toContain(`${session}:c`)
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from events where ${ofSession()} order by seq`,
  )
  const mine = new Set(rows.map(({ id }) => id))
  expect(ids.filter((id) => mine.has(id))).toEqual(rows.map(({ id }) => id))
})

it('replays all deliveries of a webhook that failed since a time', async () => {
  const id = await makeWebhook()
  await fillDeliveries(tenant, { webhook: id, count: ROWS, state: 'failed' })
  await tenant.ctx.db.execute(sql`
    update deliveries set created_at = now() - interval '1 day' where webhook_id = ${id} and id < ${`d${id}2`}`)
  const old = await tenant.count(
    'deliveries',
    sql`webhook_id = ${id} and created_at < now() - interval '1 hour'`,
  )
  const since = new Date(Date.now() - 3_600_000)
  expect(await replayFailed({ ctx: tenant.ctx, input: { id, since } })).toEqual({ replayed: ROWS - old })
  expect(await tenant.count('deliveries', sql`webhook_id = ${id} and state = 'failed'`)).toBe(old)
})

it('moves the messages of a LID in batches, and continues after a crash', async () => {
  await fillMessages(tenant, ROWS)
  const { ctx, session } = tenant
  await ctx.db.execute(sql`delete from message_recipients where ${ofSession()}`)
  const mapping = { lid: '1@lid', phoneJid: '905551234567@s.whatsapp.net' }
  await ctx.db.execute(
    sql`update messages set remote_jid = ${mapping.lid}, sender = ${mapping.lid} where ${ofSession()}`,
  )
  let left = 1
  const transaction: Database['transaction'] = (work, config) => {
    if (left-- <= 0) throw new Error('The host died')
    return ctx.db.transaction(work, config)
  }
  const db = new Proxy(ctx.db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  })
  await expect(
    storeLidMappings({ ctx: { ...ctx, db }, input: { lease, sessionId: session, mappings: [mapping] } }),
  ).rejects.toThrow('The host died')
  const moved = await tenant.count('messages', sql`${ofSession()} and remote_jid = ${mapping.phoneJid}`)
  expect([moved > 0, moved < ROWS]).toEqual([true, true])
  await storeLidMappings({ ctx, input: { lease, sessionId: session, mappings: [mapping] } })
  expect(await tenant.count('messages', sql`${ofSession()} and sender = ${mapping.phoneJid}`)).toBe(ROWS)
  expect(await tenant.count('lid_mappings', ofSession())).toBe(1)
})

describe('the two spellings of a number', () => {
  const [long, short] = ['5511987654321@s.whatsapp.net', '551187654321@s.whatsapp.net']
  const [lid, otherLid] = ['1@lid', '2@lid']
  const session = () => ({ lease, sessionId: tenant.session })
  const countUnder = (jid: string) => tenant.count('messages', sql`${ofSession()} and remote_jid = ${jid}`)
  const chat = (jid: string) => chatJidOf({ ctx: tenant.ctx, input: { sessionId: tenant.session, jid } })
  const learn = (...mappings: { lid: string; phoneJid: string }[]) =>
    storeLidMappings({ ctx: tenant.ctx, input: { ...session(), mappings } })

  beforeEach(async () => {
    await fillMessages(tenant, ROWS)
    await tenant.ctx.db.execute(sql`delete from message_recipients where ${ofSession()}`)
    await tenant.ctx.db.execute(
      sql`update messages set remote_jid = ${short}, sender = ${short} where ${ofSession()}`,
    )
    await tenant.ctx.db.execute(
      sql`insert into contacts (session_id, jid, name) values (${tenant.session}, ${short}, 'Ana')`,
    )
  })

  it('become one chat with all messages and the name, when a stanza names the LID', async () => {
    await learn({ lid, phoneJid: long })
    expect([await countUnder(short), await countUnder(long)]).toEqual([0, ROWS])
    expect(await tenant.count('messages', sql`${ofSession()} and sender = ${long}`)).toBe(ROWS)
    expect(await tenant.count('contacts', sql`${ofSession()} and jid = ${long}`)).toBe(1)
    expect([await chat(short), await chat(long), await chat(lid)]).toEqual([long, long, long])
  })

  it('become one chat also if the LID was known before the messages', async () => {
    await tenant.ctx.db.execute(sql`
      insert into lid_mappings (session_id, lid, phone_jid) values (${tenant.session}, ${lid}, ${long})`)
    const input = { sessionId: tenant.session, jid: long }
    expect(await chatJidsOf({ ctx: tenant.ctx, input })).toEqual([long, short])
    await learn({ lid, phoneJid: long })
    expect(await countUnder(long)).toBe(ROWS)
    expect(await chatJidsOf({ ctx: tenant.ctx, input })).toEqual([long])
  })

  it('become one chat when WhatsApp answers the JID of the account, with and without its LID', async () => {
    const { ctx } = tenant
    await storeCanonicalJid({ ctx, input: { ...session(), given: short, jid: long } })
    expect([await countUnder(long), await chat(short)]).toEqual([ROWS, short])
    await learn({ lid, phoneJid: long })
    expect(await chat(short)).toBe(long)
  })

  it('change places when the account moves to the other spelling', async () => {
    const { ctx } = tenant
    await learn({ lid, phoneJid: short })
    await storeCanonicalJid({ ctx, input: { ...session(), given: short, jid: long } })
    expect([await countUnder(long), await chat(short), await chat(lid)]).toEqual([ROWS, long, long])
    await learn({ lid, phoneJid: short })
    expect([await countUnder(short), await chat(long), await chat(lid)]).toEqual([ROWS, short, short])
  })

  it('stay two chats if they are two accounts', async () => {
    await learn({ lid, phoneJid: long }, { lid: otherLid, phoneJid: short })
    expect([await countUnder(short), await countUnder(long)]).toEqual([ROWS, 0])
    await learn({ lid: '3@lid', phoneJid: long })
    expect([await chat(short), await chat(long)]).toEqual([short, long])
    expect(await countUnder(short)).toBe(ROWS)
  })

  it('do not change without the lease', async () => {
    const stale = { ...lease, epoch: lease.epoch + 1 }
    const input = { lease: stale, sessionId: tenant.session, given: short, jid: long }
    await storeCanonicalJid({ ctx: tenant.ctx, input })
    expect([await countUnder(short), await chat(short)]).toEqual([ROWS, short])
  })
})

it('deletes all Signal keys of a session that lost its link, but none of a restarted session', async () => {
  const { ctx, session } = tenant
  await ctx.db.execute(sql`
    insert into whatsapp_keys (session_id, type, id, value)
    select ${session}, 'session', n::text, '' from generate_series(1, ${ROWS}::int) n`)
  const stop = { reason: 'logged_out', unlinked: true, retryAt: null, refusals: 1, ban: null } as const
  await recordStopped({
    ctx,
    input: { hold: { lease, sessionId: session, generation: 'an earlier run' }, stop },
  })
  expect(await tenant.count('whatsapp_keys', ofSession())).toBe(ROWS)
  await recordStopped({ ctx, input: { hold: { lease, sessionId: session, generation: 'run_1' }, stop } })
  expect(await tenant.count('whatsapp_keys', ofSession())).toBe(0)
})

it('runs all other parts of a sweep after one of them fails', async () => {
  const apiKey = await fillIdempotencyKeys()
  await fillJournal()
  const failed: string[] = []
  const log = Object.assign(Object.create(tenant.ctx.log), {
    error: ({ part }: { part: string }) => failed.push(part),
  })
  await connection.db.execute('alter table inbox rename to inbox_away')
  await sweep({ ...tenant.ctx, log })
  await connection.db.execute('alter table inbox_away rename to inbox')
  expect(failed).toEqual(['journal'])
  expect(await tenant.count('idempotency_keys', sql`api_key_id = ${apiKey}`)).toBe(0)
})
