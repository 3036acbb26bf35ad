import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVENTS } from '#shared/contracts/events.ts'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { listEvents } from '#shared/domain/eventLog/index.ts'
import { emit } from '#shared/domain/events/index.ts'
import { caller } from './support/client.ts'
import { connectTo, createDatabase } from './support/database.ts'
import { fillRows } from './support/fillRows.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'
import { type LargeTenant, openTenant } from './support/large.ts'
import { adminOf, createTenant } from './support/tenants.ts'

const READ = EVENTS['message.read'].example

describe('the order of the log', () => {
  let connection: DatabaseConnection
  let tenant: LargeTenant
  beforeAll(async () => {
    connection = connectTo(await createDatabase(), { maxConnections: 12 })
    tenant = await openTenant(connection)
  })
  afterAll(() => connection.close())

  /** Writes an event, and waits before the commit. */
  const write = (id: string, beforeCommit: () => Promise<unknown> = async () => undefined) =>
    connection.db.transaction(async (tx) => {
      const { appId } = tenant.ctx
      const event = { id, appId, sessionId: tenant.session, occurredAt: new Date() }
      await emit({ ctx: { db: tx }, input: [{ ...event, type: 'message.read', data: READ }] })
      await beforeCommit()
    })
  const read = (after?: string, limit = 100) =>
    listEvents({
      ctx: tenant.ctx,
      input: { after, limit, waitSeconds: 0, mayPair: true, signal: new AbortController().signal },
    })
  const ids = ({ items }: Awaited<ReturnType<typeof read>>) => items.map(({ id }) => id)

  it('holds back an event while an earlier transaction has not committed, and skips neither', async () => {
    const { pagination: start } = await read('latest')
    let commit: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let isWritten: () => void = () => undefined
    const written = new Promise<void>((resolve) => {
      isWritten = resolve
    })
    const late = write('late', async () => {
      isWritten()
      await held
    })
    await written
    await write('early')
    const first = await read(start.nextCursor ?? '')
    expect(ids(first)).toEqual([])
    commit()
    await late
    // Transactions of other test files in the same server also hold events back.
    await expect
      .poll(async () => ids(await read(first.pagination.nextCursor ?? '')))
      .toEqual(['late', 'early'])
  })

  it('gives each event of concurrent transactions exactly once to a reader who follows', async () => {
    let { nextCursor } = (await read('latest')).pagination
    const expected = Array.from({ length: 200 }, (_, n) => `busy_${n}`)
    let isDone = false
    const pause = () => connection.db.execute(sql`select pg_sleep(random() * 0.02)`)
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (const id of expected.filter((_, n) => n % 8 === writer)) await write(id, pause)
    })
    const writing = Promise.all(writers).finally(() => {
      isDone = true
    })
    const seen: (string | undefined)[] = []
    for (let isLast = false; !isLast; ) {
      isLast = isDone
      const page = await read(nextCursor ?? '', 7)
      seen.push(...ids(page))
      nextCursor = page.pagination.nextCursor
      if (ids(page).length > 0) isLast = false
    }
    await writing
    expect(seen.toSorted()).toEqual(expected.toSorted())
  })

  it('begins with the events that earlier releases wrote, in their order', async () => {
    const old = await openTenant(connection)
    await connection.db.execute(sql`
      insert into events (id, app_id, session_id, type, data, occurred_at, xid)
      select 'old_' || n, ${old.ctx.appId}, ${old.session}, 'message.read', ${JSON.stringify(READ)}::jsonb, now(), '0'
      from generate_series(1, 3) n`)
    const input = { limit: 2, waitSeconds: 0, mayPair: true, signal: new AbortController().signal }
    const first = await listEvents({ ctx: old.ctx, input })
    const after = first.pagination.nextCursor ?? ''
    const second = await listEvents({ ctx: old.ctx, input: { ...input, after } })
    expect([...ids(first), ...ids(second)]).toEqual(['old_1', 'old_2', 'old_3'])
  })

  it('refuses a cursor of a database that counted further', async () => {
    const cursor = Buffer.from(JSON.stringify(['999999999999', 0])).toString('base64url')
    await expect(read(cursor)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  })

  it('reads by an index only, without sorting, and passes many events of other types in one page', async () => {
    const large = await openTenant(connection)
    await fillRows(
      connection.db,
      12_000,
      (numbers) => sql`insert into events (id, app_id, session_id, type, data, occurred_at)
      select 'large_' || n, ${large.ctx.appId}, ${large.session}, case when n = 12000 then 'message.sent' else 'message.read' end,
        ${JSON.stringify(READ)}::jsonb, now() from ${numbers} n`,
    )
    await connection.db.execute('analyze events')
    const { rows } = await connection.db.execute<{ 'QUERY PLAN': string }>(sql`
      explain select id from events where app_id = ${large.ctx.appId} and xid < pg_snapshot_xmin(pg_current_snapshot())
        and (xid, seq) > ('1'::xid8, 5) order by xid, seq limit 5000`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('events_app_log')
    expect(plan).not.toMatch(/Sort|Seq Scan/)
    const input = { limit: 10, waitSeconds: 0, mayPair: true, signal: new AbortController().signal }
    const sent = async () =>
      ids(await listEvents({ ctx: large.ctx, input: { ...input, types: ['message.sent'] } }))
    await expect.poll(sent).toEqual(['large_12000'])
  })
})

describe('GET /events', () => {
  const gateway = useSharedGateway()

  it('tells the story of a message once, in order, to a client that follows', async () => {
    const { api } = await createTenant(gateway, 'self_hosted')
    const { id: session } = await gateway.pair({ api })
    const customer = await gateway.phones.create('Ayşe')
    const begin = (await api('GET', '/events?after=latest')).body.pagination.nextCursor
    const messageId = await sendText(api, session, customer, 'Hello')
    await waitForMessage(api, session, messageId, ['READ', 'DELIVERED'])
    const types: string[] = []
    let after = begin
    await expect
      .poll(async () => {
        const { body } = await api('GET', `/events?session=${session}&limit=1&after=${after}`)
        after = body.pagination.nextCursor
        types.push(...body.data.map(({ event }: { event: string }) => event))
        return types.filter((type) => type.startsWith('message.'))
      })
      .toEqual(expect.arrayContaining(['message.sent', 'message.delivered']))
    expect(types.filter((type) => type === 'message.sent')).toHaveLength(1)
    const { body } = await api('GET', `/events?types=message.sent&session=${session}`)
    expect(body.data).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^evt_/),
        event: 'message.sent',
        session,
        data: expect.objectContaining({ id: messageId }),
      }),
    ])
  })

  it('waits for an event, and answers when it happens', async () => {
    const { api } = await createTenant(gateway, 'starter')
    const { nextCursor } = (await api('GET', '/events?after=latest')).body.pagination
    const waiting = api('GET', `/events?wait=20&types=session.qr&after=${nextCursor}`)
    const { id } = (await api('POST', '/sessions', { name: 'waited' })).body.data
    const { body } = await waiting
    expect(body.data[0]).toMatchObject({ event: 'session.qr', session: id })
    expect(body.data[0].data.qr).toMatch(/^data:image\/png/)
  })

  it('answers an empty page with a cursor at the end of the wait', async () => {
    const { api } = await createTenant(gateway, 'starter')
    const { status, body } = await api('GET', '/events?wait=1')
    expect([status, body.data, typeof body.pagination.nextCursor]).toEqual([200, [], 'string'])
  })

  it('hides QR codes and other sessions from a key with limits', async () => {
    const { api, appId } = await createTenant(gateway, 'self_hosted')
    const [one, two] = [
      (await api('POST', '/sessions', { name: 'one' })).body.data.id,
      (await api('POST', '/sessions', { name: 'two' })).body.data.id,
    ]
    const events = async (call: typeof api, query = '') => (await call('GET', `/events${query}`)).body.data
    const hasBoth = async () =>
      new Set((await events(api)).map((event: { session: string }) => event.session)).size
    await expect.poll(hasBoth).toBe(2)
    const keyWith = async (limits: object) => {
      const { key } = (await adminOf(gateway)('POST', `/apps/${appId}/keys`, { name: 'k', ...limits })).body
        .data
      return caller(`${gateway.info.baseUrl}/api/v1`, { 'x-api-key': key })
    }
    expect(await events(await keyWith({ scopes: ['read'] }))).toEqual([])
    const limited = await keyWith({ sessions: [two] })
    const sessions = (await events(limited)).map((event: { session: string }) => event.session)
    expect(new Set(sessions)).toEqual(new Set([two]))
    expect((await limited('GET', `/events?session=${one}`)).status).toBe(404)
  })

  it.each(['after=x', 'wait=21', 'wait=-1', 'types=message', 'types=message.sent,message.sent', 'limit=0'])(
    'refuses %s',
    async (query) => {
      const { api } = await createTenant(gateway, 'starter')
      const { status, body } = await api('GET', `/events?${query}`)
      expect([status, body.error.code]).toEqual([400, 'VALIDATION_ERROR'])
    },
  )
})
