import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, DatabaseConnection } from '#shared/database/index.ts'
import { deleteApp } from '#shared/domain/apps/index.ts'
import { listAudit, pruneAudit } from '#shared/domain/audit/index.ts'
import { BatchTurns } from '#shared/domain/batches/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { removeErasedFiles } from '#shared/domain/messages/index.ts'
import {
  expireRequests,
  getPersonRequest,
  listPersonFiles,
  listPersonRequests,
  requestPerson,
  runPersonRequests,
} from '#shared/domain/persons/index.ts'
import type { MediaStore, PutResult } from '#shared/media/stores/store.ts'
import { startFileStore } from '#shared/media/stores/testing.ts'
import { NO_BOUNDS } from './support/context.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './support/database.ts'
import { fillMessages, type LargeTenant, openTenant } from './support/large.ts'
import { fillPerson, OTHER, type Somebody, somebody, tablesNaming } from './support/person.ts'

const KEY = 'key_1'
const DAY_MS = 86_400_000

let address: DatabaseAddress
let connection: DatabaseConnection
let files: Awaited<ReturnType<typeof startFileStore>>
let clock = 0
let tenant: LargeTenant
let person: Somebody

beforeAll(async () => {
  address = await createDatabase()
  connection = connectTo(address)
  files = await startFileStore()
})
afterAll(() => Promise.all([connection.close(), files.stop()]))
beforeEach(async () => {
  clock = 0
  tenant = await open()
  person = somebody()
})

async function open(): Promise<LargeTenant> {
  const opened = await openTenant(connection)
  const log = {
    ...opened.ctx.log,
    error: ({ err }: { err: unknown }) => {
      throw err
    },
  }
  Object.assign(opened.ctx, { log, media: files.store, now: () => new Date(Date.now() + clock) })
  return opened
}

const request = (kind: 'export' | 'erasure', jid = person.jid, { ctx } = tenant) =>
  requestPerson({ ctx, input: { kind, person: jid, keyId: KEY } })

/** Runs the parts of the sweeper once, a minute after the last time. */
async function sweep(ctx: LargeTenant['ctx'] = tenant.ctx, rows?: number) {
  clock += 60_000
  const input = { ...NO_BOUNDS, turns: new BatchTurns(), ...(rows !== undefined && { rows }) }
  await runPersonRequests({ ctx, input })
  await expireRequests({ ctx, input })
  await removeErasedFiles({ ctx, input })
}

async function complete(id: string, { ctx } = tenant) {
  for (let runs = 0; runs < 6; runs++) {
    await sweep(ctx)
    const seen = await getPersonRequest({ ctx, input: { id } })
    if (seen.status === 'completed') return seen
  }
  throw new Error(`Request ${id} did not complete`)
}

const traces = ({ phone, lid, username, words }: Somebody) => [
  phone,
  lid.replace('@lid', ''),
  username,
  words,
]
const put = (key: string) => files.store.put(key, Buffer.from('file'), { contentType: 'text/plain' })

/** Returns the keys of the data files of an export, and of its files that the next removals remove. */
async function keysOf(id: string): Promise<{ kept: string[]; erased: string[] }> {
  const { rows } = await connection.db.execute<{ key: string; isKept: boolean }>(sql`
    select key, true as "isKept" from person_request_files where request_id = ${id} and kind = 'data'
    union all select key, false from erased_files where key like ${`%/exports/${id}/%`}`)
  const named = (isKept: boolean) => rows.filter((row) => row.isKept === isKept).map(({ key }) => key)
  return { kept: named(true), erased: named(false) }
}

/** Returns a store whose uploads go through `around`. */
function withPut(
  store: MediaStore,
  around: (put: () => Promise<PutResult>) => Promise<PutResult>,
): MediaStore {
  const put: MediaStore['put'] = (...args) => around(() => store.put(...args))
  return new Proxy(store, {
    get: (target, name) => (name === 'put' ? put : Reflect.get(target, name)),
  })
}

/** Reads the lines of an export. */
async function linesOf(id: string): Promise<Record<string, unknown>[]> {
  const { items } = await listPersonFiles({ ctx: tenant.ctx, input: { id, limit: 100 } })
  const texts = await Promise.all(
    items.filter(({ type }) => type === 'data').map(async ({ url }) => await (await fetch(url)).text()),
  )
  return texts.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line))
}

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
      const found = await connection.db.execute<{ row: string }>(sql`
        select t::text as row from ${sql.identifier(name)} t where not t::text like any(${patterns}::text[])`)
      return found.rows.map(({ row }) => `${name} ${row}`)
    }),
  )
  return rows.flat().sort()
}

async function contentOf(name: string) {
  const { rows } = await connection.db.execute<{ content: Record<string, unknown> }>(sql`
    select content from messages where session_id = ${tenant.session} and id = ${name + person.tag}`)
  return rows[0]?.content
}

/** Returns a database that ends the connection in transaction `nth`, and in all later ones. */
function killedIn(db: Database, nth: number): Database {
  let begun = 0
  const transaction: Database['transaction'] = (work, config) =>
    db.transaction(async (tx) => {
      const result = await work(tx)
      begun += 1
      if (begun >= nth) await tx.execute('select pg_terminate_backend(pg_backend_pid())')
      return result
    }, config)
  return new Proxy(db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  })
}

/** Runs the work on requests, and kills it in transaction `nth`. */
async function runKilled(nth: number, rows: number) {
  clock += 60_000
  const dying = connectTo(address)
  const log = { ...tenant.ctx.log, error: () => undefined }
  const ctx = { ...tenant.ctx, log, db: killedIn(dying.db, nth) } as typeof tenant.ctx
  await runPersonRequests({ ctx, input: { ...NO_BOUNDS, rows, turns: new BatchTurns() } })
  await dying.close()
}

describe('an erasure', () => {
  it('leaves no number, LID or text of the person in any table or file', async () => {
    const { file } = await fillPerson(tenant, person)
    await put(file)
    expect(await tablesNaming(connection.db, traces(person))).toEqual(HOLDING)
    const { id } = await request('erasure')
    const done = await complete(id)
    expect(done).toMatchObject({ type: 'erasure', status: 'completed' })
    expect(done.records).toBeGreaterThan(20)
    expect(await tablesNaming(connection.db, traces(person))).toEqual([])
    expect(await files.store.stat(file)).toBeNull()
  })

  it('changes no row of other people, and no row of another tenant', async () => {
    const other = await open()
    const neighbour = somebody()
    await fillPerson(other, { ...person, tag: `${person.tag}b` })
    await connection.db.execute(
      sql`update messages set content = '{"text":"theirs"}' where session_id = ${other.session}`,
    )
    await fillPerson(tenant, neighbour)
    await fillPerson(tenant, person)
    const theirs = async () => await tablesNaming(connection.db, traces(neighbour))
    const tables = [...HOLDING, 'campaigns', 'flows', 'sessions', 'usage_counters']
    const before = (await rowsWithout([], ['messages', 'events', 'contacts', 'list_recipients'])).filter(
      (row) => row.includes(other.ctx.appId),
    )
    const others = (await rowsWithout(traces(person), tables)).filter((row) => !row.startsWith('inbox'))
    const naming = await theirs()
    await complete((await request('erasure')).id)
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
    await complete((await request('erasure')).id)
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
    await complete((await request('erasure')).id)
    const { rows } = await connection.db.execute(sql`
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
    const { id } = await request('erasure')
    const { session, ctx } = tenant
    await connection.db.execute(sql`
      insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp, created_at)
      values (${session}, 'NEW', ${person.jid}, ${ctx.appId}, ${person.jid}, false, 'text', '{"text":"again"}', 'DELIVERED', 'contact', 1,
        now() + interval '1 second')`)
    await connection.db.execute(sql`
      insert into events (id, app_id, session_id, chat, type, data, occurred_at)
      select 'evt_new' || ${session}, app_id, session_id, chat, type, data || '{"id":"NEW"}', now() + interval '1 second'
      from events where session_id = ${session} and type = 'message.received' and chat = ${person.jid}`)
    await complete(id)
    expect(await tablesNaming(connection.db, [person.phone])).toEqual(['events', 'messages'])
    expect(await tenant.count('messages', sql`session_id = ${session} and id = 'NEW'`)).toBe(1)
    await complete((await request('erasure')).id)
    expect(await tablesNaming(connection.db, [person.phone])).toEqual([])
  })

  it('fails and refunds a pending message, and reports the failure without the number', async () => {
    const { ctx, session } = tenant
    await connection.db.execute(sql`
      insert into webhooks (id, app_id, url, events, wrapped_key, secret, inline_limit_bytes)
      values (${`whk_${session}`}, ${ctx.appId}, 'http://127.0.0.1:1/', '{message.failed}', '', '', 0)`)
    const month = ctx.now().toISOString().slice(0, 7)
    await connection.db.execute(sql`
      insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp, charged_month,
        created_at, expires_at)
      values (${session}, 'P', 'me', ${ctx.appId}, ${person.jid}, true, 'text', '{"text":"x"}', 'PENDING', 'api', 1, ${month},
        now() - interval '1 minute', now() + interval '10 minutes')`)
    await connection.db.execute(sql`
      insert into usage_counters (account_id, month, messages) values (${tenant.accountId}, ${month}, 1)`)
    await complete((await request('erasure')).id)
    expect(await tenant.used()).toBe(0)
    const { rows } = await connection.db.execute(sql`
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
    expect(await tablesNaming(connection.db, traces(brazilian))).toEqual([])
    await fillPerson(tenant, person)
    await complete((await request('erasure', person.lid)).id)
    expect(await tablesNaming(connection.db, traces(person))).toEqual([])
  })

  it('is one request for repeated calls, by number or by LID', async () => {
    await fillPerson(tenant, person)
    const calls = await Promise.all([1, 2, 3].map(() => request('erasure')))
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1)
    expect((await request('erasure', person.lid)).id).toBe(calls[0]?.id)
    await complete(calls[0]?.id ?? '')
    expect((await request('erasure')).id).not.toBe(calls[0]?.id)
  })

  it('continues after a killed run, and counts each record once', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('erasure')
    for (const nth of [3, 6, 4, 9, 12]) await runKilled(nth, 1)
    const done = await complete(id)
    expect(await tablesNaming(connection.db, traces(person))).toEqual([])
    const other = somebody()
    await fillPerson(tenant, other)
    expect((await complete((await request('erasure', other.jid)).id)).records).toBe(done.records)
  })

  it('waits until the store has removed the files', async () => {
    const { file } = await fillPerson(tenant, person)
    await put(file)
    const { id } = await request('erasure')
    const failing = {
      ...tenant.ctx,
      log: { ...tenant.ctx.log, warn: () => undefined },
      media: { ...files.store, remove: () => Promise.reject(new Error('no answer')) },
    } as unknown as typeof tenant.ctx
    for (let runs = 0; runs < 5; runs++) await sweep(failing)
    expect(await getPersonRequest({ ctx: tenant.ctx, input: { id } })).toMatchObject({ status: 'running' })
    await complete(id)
    expect(await files.store.stat(file)).toBeNull()
  })

  it('reads each table by an index, and never delays the erasure of another tenant', async () => {
    await fillMessages(tenant, 3_000)
    await fillPerson(tenant, person)
    const other = await open()
    await fillPerson(other, { ...person, tag: `${person.tag}c` })
    await request('erasure')
    const { id } = await request('erasure', person.jid, other)
    const plans: string[] = []
    const transaction: Database['transaction'] = (work, config) =>
      connection.db.transaction((tx) => work(explaining(tx, plans)), config)
    const db = new Proxy(connection.db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
    })
    for (let runs = 0; runs < 4; runs++) {
      clock += 60_000
      // Each look at the clock takes a millisecond, so that a slow machine examines as many rows.
      let time = Date.now() + clock
      const input = { until: new Date(time + 200), rows: 50 }
      const now = () => new Date(time++)
      await runPersonRequests({ ctx: { ...tenant.ctx, db, now }, input })
      await sweep({ ...other.ctx, db: connection.db }, 50)
    }
    expect(await getPersonRequest({ ctx: other.ctx, input: { id } })).toMatchObject({ status: 'completed' })
    expect(plans.length).toBeGreaterThan(8)
    expect(plans.filter((plan) => /Seq Scan/.test(plan))).toEqual([])
    expect(plans.filter((plan) => !/Index/.test(plan))).toEqual([])
  })
})

/** Returns a transaction that also collects the plan of each scan. */
function explaining<Tx extends Pick<Database, 'execute'>>(tx: Tx, plans: string[]): Tx {
  const execute = async (query: Parameters<Tx['execute']>[0]) => {
    const text = typeof query === 'string' ? query : JSON.stringify(query)
    if (text.includes('with page as materialized')) {
      const { rows } = await tx.execute<{ 'QUERY PLAN': string }>(sql`explain ${query}`)
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return await tx.execute(query)
  }
  return new Proxy(tx, { get: (target, name) => (name === 'execute' ? execute : Reflect.get(target, name)) })
}

describe('an export', () => {
  it('holds each kind of record of the person and the files, and no words of others', async () => {
    const { file } = await fillPerson(tenant, person)
    await put(file)
    const { id } = await request('export')
    expect(await complete(id)).toMatchObject({ type: 'export', status: 'completed' })
    const lines = await linesOf(id)
    expect([...new Set(lines.map(({ type }) => type))].sort()).toEqual(
      [
        ...[
          'answer',
          'campaignRecipient',
          'chat',
          'contact',
          'conversation',
          'event',
          'group',
          'lid',
          'listRecipient',
          'mention',
        ],
        ...['message', 'person', 'receipt', 'transcript', 'username'],
      ].sort(),
    )
    expect(lines[0]).toMatchObject({
      type: 'person',
      jids: [person.jid, person.lid, `@${person.username}`],
    })
    expect(lines.filter(({ type }) => type === 'message')).toHaveLength(7)
    expect(JSON.stringify(lines)).not.toContain('I agree')
    const { items } = await listPersonFiles({ ctx: tenant.ctx, input: { id, limit: 100 } })
    const media = items.find(({ type }) => type === 'media')
    expect(media).toMatchObject({ name: `FILE${person.tag}`, size: 4 })
    expect(await (await fetch(media?.url ?? '')).text()).toBe('file')
  })

  it('holds the same lines after killed runs', async () => {
    await fillPerson(tenant, person)
    const whole = await request('export')
    await complete(whole.id)
    const { id } = await request('export')
    for (const nth of [2, 5, 9, 11]) await runKilled(nth, 2)
    await complete(id)
    const comparable = async (of: string) =>
      (await linesOf(of))
        .filter(({ type }) => type !== 'person')
        .map((line) => JSON.stringify(line))
        .sort()
    expect(await comparable(id)).toEqual(await comparable(whole.id))
  })

  it('holds each line once after overlapping runs, and keeps no file of the run that came too late', async () => {
    await fillPerson(tenant, person)
    const whole = await request('export')
    await complete(whole.id)
    const { id } = await request('export')
    const { ctx } = tenant
    // The overtaken run stops after one batch, so that its file holds fewer lines.
    const overtakenInput = { until: new Date(0), rows: 100 }
    const media = withPut(ctx.media, async (put) => {
      await runPersonRequests({ ctx, input: { ...NO_BOUNDS, rows: 3 } })
      return await put()
    })
    await runPersonRequests({ ctx: { ...ctx, media }, input: overtakenInput })
    await complete(id)
    const comparable = async (of: string) =>
      (await linesOf(of)).filter(({ type }) => type !== 'person').map((line) => JSON.stringify(line))
    expect((await comparable(id)).sort()).toEqual((await comparable(whole.id)).sort())
    expect((await keysOf(id)).erased).toEqual([])
  })

  it('leaves no file after a run that died during the upload', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export')
    const { ctx } = tenant
    const media = withPut(ctx.media, async (put) => {
      await put()
      throw new Error('The host died')
    })
    const log = { ...ctx.log, error: () => undefined }
    await runPersonRequests({ ctx: { ...ctx, media, log }, input: NO_BOUNDS })
    const [orphan = ''] = (await keysOf(id)).erased
    expect(await files.store.stat(orphan)).not.toBeNull()
    await complete(id)
    clock += 3_600_000
    await sweep()
    expect(await files.store.stat(orphan)).toBeNull()
    expect((await linesOf(id)).filter(({ type }) => type === 'message')).toHaveLength(7)
  })

  it('continues in the next run if the time is over, in another file', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export')
    const until = new Date(0)
    for (let runs = 0; runs < 3; runs++)
      await runPersonRequests({ ctx: tenant.ctx, input: { until, rows: 100 } })
    await complete(id)
    const { items } = await listPersonFiles({ ctx: tenant.ctx, input: { id, limit: 100 } })
    expect(items.filter(({ type }) => type === 'data').length).toBeGreaterThan(1)
    expect(new Set((await linesOf(id)).map((line) => JSON.stringify(line))).size).toBe(
      (await linesOf(id)).length,
    )
  })

  it('is removed with its files by an erasure of the person, and is refused while the erasure runs', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export')
    await complete(id)
    const [key = ''] = (await keysOf(id)).kept
    expect(await files.store.stat(key)).not.toBeNull()
    const erasure = await request('erasure')
    await expect(request('export')).rejects.toMatchObject({ code: 'CONFLICT' })
    await complete(erasure.id)
    await expect(getPersonRequest({ ctx: tenant.ctx, input: { id } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await files.store.stat(key)).toBeNull()
    expect(await tablesNaming(connection.db, traces(person))).toEqual([])
  })

  it('conflicts with the erasure of the same person under another spelling of the number', async () => {
    const [short, long] = ['551187654321@s.whatsapp.net', '5511987654321@s.whatsapp.net']
    const { id } = await request('erasure', long)
    expect((await request('erasure', short)).id).toBe(id)
    await expect(request('export', short)).rejects.toMatchObject({ code: 'CONFLICT' })
    await complete(id)
  })

  it('holds the entry of the suppression list, which an erasure keeps', async () => {
    const { appId } = tenant.ctx
    await connection.db.execute(sql`
      insert into broadcast_suppressions (app_id, person, phone, source, created_at)
      values (${appId}, ${person.phone}, ${person.phone}, 'api', now())`)
    const { id } = await request('export')
    await complete(id)
    expect((await linesOf(id))[1]).toMatchObject({ type: 'suppression', phone: person.phone, source: 'api' })
    await complete((await request('erasure')).id)
    expect(await tenant.count('broadcast_suppressions', sql`app_id = ${appId}`)).toBe(1)
    await connection.db.execute(sql`delete from broadcast_suppressions where app_id = ${appId}`)
  })

  it('expires with its files after a week', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export')
    await complete(id)
    const [key = ''] = (await keysOf(id)).kept
    expect(await files.store.stat(key)).toMatchObject({ contentType: 'application/x-ndjson' })
    clock += 7 * DAY_MS
    await expect(listPersonFiles({ ctx: tenant.ctx, input: { id, limit: 1 } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await sweep()
    expect(await files.store.stat(key)).toBeNull()
    expect(await tenant.count('person_requests', sql`id = ${id}`)).toBe(0)
  })

  it('has no records of a person that only another tenant knows', async () => {
    const other = await open()
    await fillPerson(other, person)
    const { id } = await request('export')
    expect(await complete(id)).toMatchObject({ records: 0 })
    expect((await linesOf(id)).map(({ type }) => type)).toEqual(['person'])
    await expect(getPersonRequest({ ctx: other.ctx, input: { id } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('is deleted with its app', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export')
    await complete(id)
    const { ctx } = tenant
    const [key = ''] = (await keysOf(id)).kept
    await connection.db.execute(
      sql`update sessions set intent = 'delete', deleted_at = now() where id = ${tenant.session}`,
    )
    await deleteApp({ ctx, input: { appId: ctx.appId } })
    for (let runs = 0; runs < 3; runs++) {
      await eraseDeleted({ ctx, input: NO_BOUNDS })
      await sweep()
    }
    expect(await tenant.count('apps', sql`id = ${ctx.appId}`)).toBe(0)
    expect(await files.store.stat(key)).toBeNull()
  })
})

it('lists the requests of an app, newest first, without numbers', async () => {
  const { id: first } = await request('export')
  clock += 1_000
  const { id: second } = await request('erasure')
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
  const { id } = await request('erasure')
  await complete(id)
  const { appId } = tenant.ctx
  const read = async () => (await listAudit({ ctx: tenant.ctx, input: { appId, limit: 10 } })).items
  expect(await read()).toMatchObject([
    { action: 'person.erased', actor: { type: 'gateway', id: null }, target: id, appId },
    { action: 'person.erase', actor: { type: 'key', id: KEY }, target: id, appId },
  ])
  expect(JSON.stringify(await read())).not.toContain(person.phone)
  clock += 89 * DAY_MS
  await pruneAudit({ ctx: tenant.ctx, input: NO_BOUNDS })
  expect(await read()).toHaveLength(2)
  clock += 2 * DAY_MS
  await pruneAudit({ ctx: tenant.ctx, input: NO_BOUNDS })
  expect(await read()).toEqual([])
})
