import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#shared/database/index.ts'
import { listAudit, pruneAudit } from '#shared/domain/audit/index.ts'
import { getPersonRequest, listPersonRequests, runPersonRequests } from '#shared/domain/persons/index.ts'
import { SECTIONS } from '#shared/domain/persons/sections/index.ts'
import { NO_BOUNDS } from './support/context.ts'
import { fillMessages, type LargeTenant } from './support/large.ts'
import { fillPerson, OTHER, type Somebody, somebody, tablesNaming } from './support/person.ts'
import { KEY, traces, usePersons } from './support/persons.ts'

const DAY_MS = 86_400_000

const persons = usePersons()
const { advance, complete, open, put, request, runKilled, sweep } = persons
let tenant: LargeTenant
let person: Somebody

beforeEach(async () => {
  const begun = await persons.begin()
  tenant = begun.tenant
  person = begun.person
})

/** Tables that hold data of a person. */
const HOLDING = [
  ...[
    'campaign_recipients',
    'chats',
    'contacts',
    'events',
    'flow_run_entries',
    'flow_runs',
    'groups',
    'inbox',
    'late_changes',
    'lid_mappings',
  ],
  ...['list_recipients', 'message_answers', 'message_recipients', 'messages', 'requests', 'usernames'],
]

/** Returns the rows of all tables as texts, except rows that contain one of the texts. */
async function rowsWithout(texts: readonly string[], tables: readonly string[]): Promise<string[]> {
  const rows = await Promise.all(
    tables.map(async (name) => {
      const patterns = sql.param(
        texts.flatMap((text) => [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`]),
      )
      const found = await persons.db.execute<{ row: string }>(sql`
        select t::text as row from ${sql.identifier(name)} t where not t::text like any(${patterns}::text[])`)
      return found.rows.map(({ row }) => `${name} ${row}`)
    }),
  )
  return rows.flat().sort()
}

async function contentOf(name: string) {
  const { rows } = await persons.db.execute<{ content: Record<string, unknown> }>(sql`
    select content from messages where session_id = ${tenant.session} and id = ${name + person.tag}`)
  return rows[0]?.content
}

describe('an erasure', () => {
  it('leaves no number, LID or text of the person in any table or file', async () => {
    const { file } = await fillPerson(tenant, person)
    await put(file)
    expect(await tablesNaming(persons.db, traces(person))).toEqual(HOLDING)
    const { id } = await request('erasure', person.jid)
    const done = await complete(id)
    expect(done).toMatchObject({ type: 'erasure', status: 'completed' })
    expect(done.records).toBeGreaterThan(20)
    expect(await tablesNaming(persons.db, traces(person))).toEqual([])
    expect(await persons.store.stat(file)).toBeNull()
  })

  it('changes no row of other people, and no row of another tenant', async () => {
    const other = await open()
    const neighbour = somebody()
    await fillPerson(other, { ...person, tag: `${person.tag}b` })
    await persons.db.execute(
      sql`update messages set content = '{"text":"theirs"}' where session_id = ${other.session}`,
    )
    await fillPerson(tenant, neighbour)
    await fillPerson(tenant, person)
    const theirs = async () => await tablesNaming(persons.db, traces(neighbour))
    const tables = [...HOLDING, 'campaigns', 'flows', 'sessions', 'usage_counters']
    const before = (await rowsWithout([], ['messages', 'events', 'contacts', 'list_recipients'])).filter(
      (row) => row.includes(other.ctx.appId),
    )
    const others = (await rowsWithout(traces(person), tables)).filter((row) => !row.startsWith('inbox'))
    const naming = await theirs()
    await complete((await request('erasure', person.jid)).id)
    expect((await theirs()).filter((name) => name !== 'groups')).toEqual(
      naming.filter((name) => name !== 'groups' && name !== 'inbox'),
    )
    expect(await rowsWithout([], ['messages', 'events', 'contacts', 'list_recipients'])).toEqual(
      expect.arrayContaining(before),
    )
    expect(await rowsWithout(traces(person), tables)).toEqual(expect.arrayContaining(others))
  })

  it('leaves the messages of others, without the words, the card and the number of the person', async () => {
    await fillPerson(tenant, person)
    await complete((await request('erasure', person.jid)).id)
    expect(await contentOf('QUOTE')).toEqual({
      text: 'I agree',
      quoted: { id: 'Q', participant: 'erased@s.whatsapp.net' },
    })
    expect(await contentOf('OURS')).toEqual({
      text: 'hello @erased',
      mentions: ['erased@s.whatsapp.net', OTHER],
    })
    expect(await contentOf('CARD')).toEqual({
      contacts: [{ name: 'erased' }, { name: 'Another', phone: '905550000002' }],
    })
  })

  it('skips the person in campaigns and keeps their numbers, and shrinks lists', async () => {
    await fillPerson(tenant, person)
    await complete((await request('erasure', person.jid)).id)
    const { rows } = await persons.db.execute(sql`
      select phone, name, variables, status, error from campaign_recipients where app_id = ${tenant.ctx.appId} order by position`)
    expect(rows).toEqual([
      { phone: 'erased-0', name: null, variables: {}, status: 'skipped', error: 'person_erased' },
      { phone: '905550000001', name: 'Other', variables: {}, status: 'pending', error: null },
      { phone: 'erased-2', name: null, variables: {}, status: 'read', error: null },
    ])
    expect(await tenant.count('recipient_lists', sql`app_id = ${tenant.ctx.appId} and size = 1`)).toBe(1)
  })

  it('keeps what the person writes after the request, with its event', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('erasure', person.jid)
    const { session, ctx } = tenant
    await persons.db.execute(sql`
      insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp, created_at)
      values (${session}, 'NEW', ${person.jid}, ${ctx.appId}, ${person.jid}, false, 'text', '{"text":"again"}', 'DELIVERED', 'contact', 1,
        now() + interval '1 second')`)
    await persons.db.execute(sql`
      insert into events (id, app_id, session_id, chat, type, data, occurred_at)
      select 'evt_new' || ${session}, app_id, session_id, chat, type, data || '{"id":"NEW"}', now() + interval '1 second'
      from events where session_id = ${session} and type = 'message.received' and chat = ${person.jid}`)
    await complete(id)
    expect(await tablesNaming(persons.db, [person.phone])).toEqual(['events', 'messages'])
    expect(await tenant.count('messages', sql`session_id = ${session} and id = 'NEW'`)).toBe(1)
    await complete((await request('erasure', person.jid)).id)
    expect(await tablesNaming(persons.db, [person.phone])).toEqual([])
  })

  it('fails and refunds a pending message, and reports the failure without the number', async () => {
    const { ctx, session } = tenant
    await persons.db.execute(sql`
      insert into webhooks (id, app_id, url, events, wrapped_key, secret, inline_limit_bytes)
      values (${`whk_${session}`}, ${ctx.appId}, 'http://127.0.0.1:1/', '{message.failed}', '', '', 0)`)
    const month = ctx.now().toISOString().slice(0, 7)
    await persons.db.execute(sql`
      insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp, charged_month,
        created_at, expires_at)
      values (${session}, 'P', 'me', ${ctx.appId}, ${person.jid}, true, 'text', '{"text":"x"}', 'PENDING', 'api', 1, ${month},
        now() - interval '1 minute', now() + interval '10 minutes')`)
    await persons.db.execute(sql`
      insert into usage_counters (account_id, month, messages) values (${tenant.accountId}, ${month}, 1)`)
    await complete((await request('erasure', person.jid)).id)
    expect(await tenant.used()).toBe(0)
    const { rows } = await persons.db.execute(sql`
      select data, published_at from events where session_id = ${session} and type = 'message.failed'`)
    const data = {
      id: 'P',
      session,
      phone: 'erased',
      remoteJid: 'erased@s.whatsapp.net',
      reason: 'person_erased',
    }
    expect(rows).toEqual([{ data, published_at: null }])
    expect(await tenant.count('messages', sql`session_id = ${session}`)).toBe(0)
  })

  it('finds a person by the LID and by another spelling of the number', async () => {
    const brazilian = { ...somebody(), phone: '5511987654321', jid: '5511987654321@s.whatsapp.net' }
    await fillPerson(tenant, brazilian)
    await complete((await request('erasure', '551187654321@s.whatsapp.net')).id)
    expect(await tablesNaming(persons.db, traces(brazilian))).toEqual([])
    await fillPerson(tenant, person)
    await complete((await request('erasure', person.lid)).id)
    expect(await tablesNaming(persons.db, traces(person))).toEqual([])
  })

  it('is one request for repeated calls, by number or by LID', async () => {
    await fillPerson(tenant, person)
    const calls = await Promise.all([1, 2, 3].map(() => request('erasure', person.jid)))
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1)
    expect((await request('erasure', person.lid)).id).toBe(calls[0]?.id)
    await complete(calls[0]?.id ?? '')
    expect((await request('erasure', person.jid)).id).not.toBe(calls[0]?.id)
  })

  it('continues after a killed run, and counts each record once', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('erasure', person.jid)
    for (const nth of [3, 6, 4, 9, 12]) await runKilled(nth, 1)
    const done = await complete(id)
    expect(await tablesNaming(persons.db, traces(person))).toEqual([])
    const other = somebody()
    await fillPerson(tenant, other)
    expect((await complete((await request('erasure', other.jid)).id)).records).toBe(done.records)
  })

  it('waits until the store has removed the files', async () => {
    const { file } = await fillPerson(tenant, person)
    await put(file)
    const { id } = await request('erasure', person.jid)
    const failing = {
      ...tenant.ctx,
      log: { ...tenant.ctx.log, warn: () => undefined },
      media: { ...persons.store, remove: () => Promise.reject(new Error('no answer')) },
    } as unknown as typeof tenant.ctx
    for (let runs = 0; runs < 5; runs++) await sweep(failing)
    expect(await getPersonRequest({ ctx: tenant.ctx, input: { id } })).toMatchObject({ status: 'running' })
    await complete(id)
    expect(await persons.store.stat(file)).toBeNull()
  })

  it('reads each table by an index, and never delays the erasure of another tenant', async () => {
    await fillMessages(tenant, 3_000)
    await fillPerson(tenant, person)
    const other = await open()
    await fillPerson(other, { ...person, tag: `${person.tag}c` })
    await request('erasure', person.jid)
    const { id } = await request('erasure', person.jid, other)
    const plans = new Map<string, string>()
    const transaction: Database['transaction'] = (work, config) =>
      persons.db.transaction((tx) => work(explaining(tx, plans)), config)
    const db = new Proxy(persons.db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
    })
    for (let runs = 0; runs < 4; runs++) {
      advance(60_000)
      // Each look at the clock takes a millisecond, so that a slow machine examines as many rows.
      let time = persons.nowMs()
      const input = { until: new Date(time + 200), rows: 50 }
      const now = () => new Date(time++)
      await runPersonRequests({ ctx: { ...tenant.ctx, db, now }, input })
      await sweep({ ...other.ctx, db }, 50)
    }
    expect(await getPersonRequest({ ctx: other.ctx, input: { id } })).toMatchObject({ status: 'completed' })
    // The first page of each section has no place to continue from.
    const firstPages = [...plans.keys()].filter((query) => !/::text::/.test(query))
    expect(firstPages).toHaveLength(SECTIONS.erasure.length)
    expect([...plans.values()].filter((plan) => /Seq Scan/.test(plan) || !/Index/.test(plan))).toEqual([])
  })
})

const dialect = new PgDialect()

/** Returns a transaction that also collects the plan of each scan, by the text of its query. */
function explaining<Tx extends Pick<Database, 'execute'>>(tx: Tx, plans: Map<string, string>): Tx {
  const execute = async (query: Parameters<Tx['execute']>[0]) => {
    const text = typeof query === 'string' ? query : dialect.sqlToQuery(query.getSQL()).sql
    if (text.includes('with page as materialized')) {
      const { rows } = await tx.execute<{ 'QUERY PLAN': string }>(sql`explain ${query}`)
      plans.set(text, rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return await tx.execute(query)
  }
  return new Proxy(tx, { get: (target, name) => (name === 'execute' ? execute : Reflect.get(target, name)) })
}

it('lists the requests of an app, newest first, without numbers', async () => {
  const { id: first } = await request('export', person.jid)
  advance(1_000)
  const { id: second } = await request('erasure', person.jid)
  const { items, pagination } = await listPersonRequests({ ctx: tenant.ctx, input: { limit: 1 } })
  expect(items.map(({ id }) => id)).toEqual([second])
  const cursor = pagination.nextCursor ?? undefined
  const rest = await listPersonRequests({ ctx: tenant.ctx, input: { limit: 1, cursor } })
  expect(rest.items.map(({ id }) => id)).toEqual([first])
  expect(JSON.stringify([items, rest])).not.toContain(person.phone)
  expect((await listPersonRequests({ ctx: (await open()).ctx, input: { limit: 9 } })).items).toEqual([])
})

it('the audit log says who requested an erasure and when it completed, without the person, for 90 days', async () => {
  await fillPerson(tenant, person)
  const { id } = await request('erasure', person.jid)
  await complete(id)
  const { appId } = tenant.ctx
  const read = async () => (await listAudit({ ctx: tenant.ctx, input: { appId, limit: 10 } })).items
  expect(await read()).toMatchObject([
    { action: 'person.erased', actor: { type: 'gateway', id: null }, target: id, appId },
    { action: 'person.erase', actor: { type: 'key', id: KEY }, target: id, appId },
  ])
  expect(JSON.stringify(await read())).not.toContain(person.phone)
  advance(89 * DAY_MS)
  await pruneAudit({ ctx: tenant.ctx, input: NO_BOUNDS })
  expect(await read()).toHaveLength(2)
  advance(2 * DAY_MS)
  await pruneAudit({ ctx: tenant.ctx, input: NO_BOUNDS })
  expect(await read()).toEqual([])
})
