import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { deleteApp } from '#shared/domain/apps/index.ts'
import { eraseDeleted } from '#shared/domain/erasure/index.ts'
import { getPersonRequest, listPersonFiles, runPersonRequests } from '#shared/domain/persons/index.ts'
import type { MediaStore, PutResult } from '#shared/media/stores/store.ts'
import { NO_BOUNDS } from './support/context.ts'
import type { LargeTenant } from './support/large.ts'
import { fillPerson, type Somebody, tablesNaming } from './support/person.ts'
import { traces, usePersons } from './support/persons.ts'

const DAY_MS = 86_400_000

const persons = usePersons()
const { advance, complete, keysOf, linesOf, open, put, request, runKilled, sweep } = persons
let tenant: LargeTenant
let person: Somebody

beforeEach(async () => {
  const begun = await persons.begin()
  tenant = begun.tenant
  person = begun.person
})

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

describe('an export', () => {
  it('holds each kind of record of the person and the files, and no words of others', async () => {
    const { file } = await fillPerson(tenant, person)
    await put(file)
    const { id } = await request('export', person.jid)
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
    const whole = await request('export', person.jid)
    await complete(whole.id)
    const { id } = await request('export', person.jid)
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
    const whole = await request('export', person.jid)
    await complete(whole.id)
    const { id } = await request('export', person.jid)
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
    const { id } = await request('export', person.jid)
    const { ctx } = tenant
    const media = withPut(ctx.media, async (put) => {
      await put()
      throw new Error('The host died')
    })
    const log = { ...ctx.log, error: () => undefined }
    await runPersonRequests({ ctx: { ...ctx, media, log }, input: NO_BOUNDS })
    const [orphan = ''] = (await keysOf(id)).erased
    expect(await persons.store.stat(orphan)).not.toBeNull()
    await complete(id)
    advance(3_600_000)
    await sweep()
    expect(await persons.store.stat(orphan)).toBeNull()
    expect((await linesOf(id)).filter(({ type }) => type === 'message')).toHaveLength(7)
  })

  it('continues in the next run if the time is over, in another file', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export', person.jid)
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
    const { id } = await request('export', person.jid)
    await complete(id)
    const [key = ''] = (await keysOf(id)).kept
    expect(await persons.store.stat(key)).not.toBeNull()
    const erasure = await request('erasure', person.jid)
    await expect(request('export', person.jid)).rejects.toMatchObject({ code: 'CONFLICT' })
    await complete(erasure.id)
    await expect(getPersonRequest({ ctx: tenant.ctx, input: { id } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await persons.store.stat(key)).toBeNull()
    expect(await tablesNaming(persons.db, traces(person))).toEqual([])
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
    await persons.db.execute(sql`
      insert into broadcast_suppressions (app_id, person, phone, source, created_at)
      values (${appId}, ${person.phone}, ${person.phone}, 'api', now())`)
    const { id } = await request('export', person.jid)
    await complete(id)
    expect((await linesOf(id))[1]).toMatchObject({ type: 'suppression', phone: person.phone, source: 'api' })
    await complete((await request('erasure', person.jid)).id)
    expect(await tenant.count('broadcast_suppressions', sql`app_id = ${appId}`)).toBe(1)
    await persons.db.execute(sql`delete from broadcast_suppressions where app_id = ${appId}`)
  })

  it('expires with its files after a week', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export', person.jid)
    await complete(id)
    const [key = ''] = (await keysOf(id)).kept
    expect(await persons.store.stat(key)).toMatchObject({ contentType: 'application/x-ndjson' })
    advance(7 * DAY_MS)
    await expect(listPersonFiles({ ctx: tenant.ctx, input: { id, limit: 1 } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await sweep()
    expect(await persons.store.stat(key)).toBeNull()
    expect(await tenant.count('person_requests', sql`id = ${id}`)).toBe(0)
  })

  it('has no records of a person that only another tenant knows', async () => {
    const other = await open()
    await fillPerson(other, person)
    const { id } = await request('export', person.jid)
    expect(await complete(id)).toMatchObject({ records: 0 })
    expect((await linesOf(id)).map(({ type }) => type)).toEqual(['person'])
    await expect(getPersonRequest({ ctx: other.ctx, input: { id } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('is deleted with its app', async () => {
    await fillPerson(tenant, person)
    const { id } = await request('export', person.jid)
    await complete(id)
    const { ctx } = tenant
    const [key = ''] = (await keysOf(id)).kept
    await persons.db.execute(
      sql`update sessions set intent = 'delete', deleted_at = now() where id = ${tenant.session}`,
    )
    await deleteApp({ ctx, input: { appId: ctx.appId } })
    for (let runs = 0; runs < 3; runs++) {
      await eraseDeleted({ ctx, input: NO_BOUNDS })
      await sweep()
    }
    expect(await tenant.count('apps', sql`id = ${ctx.appId}`)).toBe(0)
    expect(await persons.store.stat(key)).toBeNull()
  })
})
