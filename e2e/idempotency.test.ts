import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { apiKeys, idempotencyKeys, messages } from '#shared/database/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { pruneIdempotencyKeys } from '#shared/domain/idempotency/index.ts'
import { ServiceUnavailable } from '#shared/errors/index.ts'
import { type Answer, caller } from './support/client.ts'
import { NO_BOUNDS } from './support/context.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'
import { createTenant, setUsed, usedBy } from './support/tenants.ts'

const gateway = useSharedGateway()
let session = ''
let customer = ''
beforeAll(async () => {
  session = (await gateway.pair()).id
  customer = await gateway.phones.create()
})

let keys = 0
const newKey = () => ({ 'idempotency-key': `order ${++keys}/confirmation` })
const body = (text: string) => ({ session, to: customer, text })
const stored = (text: string) =>
  gateway.services.db.select().from(messages).where(eq(messages.content, { text }))

/** Returns a client of an API with changed services, as in a separate process. */
function apiWith(changes: Partial<typeof gateway.services>) {
  const api = createApi({ ...gateway.services, ...changes })
  return async (text: string, key: Record<string, string>) => {
    const answer = await api.request('/api/v1/messages/send/text', {
      method: 'POST',
      headers: { 'x-api-key': gateway.info.apiKey, ...key },
      body: JSON.stringify(body(text)),
    })
    return {
      status: answer.status,
      body: (await answer.json()) as Answer['body'],
      replayed: answer.headers.get('idempotent-replayed'),
    }
  }
}
const later = (seconds: number) => ({ now: () => new Date(Date.now() + seconds * 1000) })

it('answers a repetition as the first request, and sends once', async () => {
  const key = newKey()
  const first = await gateway.api('POST', '/messages/send/text', body('once'), key)
  const again = await gateway.api('POST', '/messages/send/text', body('once'), key)
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null])
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
  expect(await stored('once')).toHaveLength(1)
})

it('runs one of twenty concurrent requests, and answers 409 or the same response to the others', async () => {
  const key = newKey()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => gateway.api('POST', '/messages/send/text', body('twenty'), key)),
  )
  const passed = answers.filter(({ status }) => status === 200)
  const refused = answers.filter(({ status }) => status === 409)
  expect(passed.length + refused.length).toBe(20)
  expect(refused.every((answer) => answer.body.error.code === 'IDEMPOTENCY_CONFLICT')).toBe(true)
  expect(new Set(passed.map((answer) => answer.body.data.key.id)).size).toBe(1)
  expect(passed.filter(({ headers }) => !headers.has('idempotent-replayed'))).toHaveLength(1)
  expect(await stored('twenty')).toHaveLength(1)
})

it('answers 409 to another body or another path under the same key', async () => {
  const key = newKey()
  await gateway.api('POST', '/messages/send/text', body('mine'), key)
  const answers = [
    await gateway.api('POST', '/messages/send/text', body('other'), key),
    await gateway.api('POST', '/presence', body('mine'), key),
    await gateway.api('POST', '/messages/send/text?x=1', body('mine'), key),
  ]
  expect(answers.map((answer) => answer.body.error?.code)).toEqual(Array(3).fill('IDEMPOTENCY_CONFLICT'))
  expect(await stored('other')).toEqual([])
})

it('separates keys by API key, also of one app', async () => {
  const key = newKey()
  const { appId, baseUrl } = gateway.info
  const other = await createApiKey({ ctx: gateway.services, input: { appId, name: 'second' } })
  const first = await gateway.api('POST', '/messages/send/text', body('apart'), key)
  const second = await caller(`${baseUrl}/api/v1`, { 'x-api-key': other.key })(
    'POST',
    '/messages/send/text',
    body('apart'),
    key,
  )
  expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 200, null])
  expect(await stored('apart')).toHaveLength(2)
})

it.each([[''], ['x'.repeat(256)], ['tab\there'], ['ümlaut']])('answers 400 to the key %j', async (value) => {
  const answer = await gateway.api('POST', '/sessions', { name: 'x' }, { 'idempotency-key': value })
  expect([answer.status, answer.body.error.details[0].path]).toEqual([400, 'Idempotency-Key'])
})

it('accepts the key on every POST, and ignores it on GET', async () => {
  const key = newKey()
  const first = await gateway.api('POST', '/sessions', { name: 'by key' }, key)
  const again = await gateway.api('POST', '/sessions', { name: 'by key' }, key)
  expect([first.status, again.status, again.body.data.id]).toEqual([201, 201, first.body.data.id])
  const gets = [
    await gateway.api('GET', '/sessions', undefined, key),
    await gateway.api('GET', '/sessions', undefined, key),
  ]
  expect(gets.map(({ status, headers }) => [status, headers.has('idempotent-replayed')])).toEqual([
    [200, false],
    [200, false],
  ])
})

it('takes over from a dead run after its lease, and sends its message once', async () => {
  const key = newKey()
  // The request stops between the row and the queue, and never continues.
  const never = new Promise<never>(() => undefined)
  const dying = apiWith({ commands: { send: () => never, sendAll: () => never } })
  void dying('taken over', key)
  const [row] = await eventually(async () => {
    const rows = await stored('taken over')
    return rows.length > 0 && rows
  })
  const used = await usedBy(gateway, gateway.info.appId)
  expect((await apiWith(later(30))('taken over', key)).body.error.code).toBe('IDEMPOTENCY_CONFLICT')
  const answer = await apiWith(later(36))('taken over', key)
  expect([answer.status, answer.replayed, answer.body.data.key.id]).toEqual([200, null, row?.id])
  expect(await stored('taken over')).toHaveLength(1)
  expect(await usedBy(gateway, gateway.info.appId)).toBe(used)
  expect((await gateway.phones.waitFor(customer, row?.id ?? '')).copies).toBe(1)
})

it('stores no response that a retry could improve', async () => {
  const tenant = await createTenant(gateway, 'starter')
  const key = newKey()
  const { id } = await gateway.pair({ api: tenant.api })
  const send = () =>
    tenant.api('POST', '/messages/send/text', { session: id, to: customer, text: 'limit' }, key)
  await setUsed(gateway, tenant.accountId, 5_000)
  expect((await send()).body.error.code).toBe('LIMIT_EXCEEDED')
  await setUsed(gateway, tenant.accountId, 0)
  expect((await send()).status).toBe(200)

  const down = newKey()
  const refuse = async () => {
    throw new ServiceUnavailable({ dependency: 'queue' })
  }
  const api = apiWith({ commands: { send: refuse, sendAll: async () => [] } })
  expect((await api('after an outage', down)).status).toBe(503)
  const answer = await gateway.api('POST', '/messages/send/text', body('after an outage'), down)
  expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, null])
})

it('stores a refusal that a retry would repeat', async () => {
  const key = newKey()
  const answers = []
  for (let n = 0; n < 2; n++) {
    answers.push(await gateway.api('POST', '/sessions/nothing/restart', undefined, key))
  }
  expect(answers.map(({ status, headers }) => [status, headers.get('idempotent-replayed')])).toEqual([
    [404, null],
    [404, 'true'],
  ])
})

it('stores responses for 24 h, encrypted with a key outside the database', async () => {
  const key = newKey()
  const first = await gateway.api('POST', '/messages/send/text', body('a day'), key)
  const rows = await gateway.services.db
    .select({ key: idempotencyKeys.key, body: idempotencyKeys.body })
    .from(idempotencyKeys)
    .innerJoin(apiKeys, eq(apiKeys.id, idempotencyKeys.apiKeyId))
    .where(eq(idempotencyKeys.key, key['idempotency-key']))
  expect(rows).toHaveLength(1)
  expect(rows[0]?.body?.toString('latin1')).not.toContain(first.body.data.key.id)

  expect((await apiWith(later(86_000))('a day', key)).replayed).toBe('true')
  const nextDay = await apiWith(later(86_401))('a day', key)
  expect([nextDay.status, nextDay.replayed]).toEqual([200, null])
  expect(nextDay.body.data.key.id).not.toBe(first.body.data.key.id)

  await pruneIdempotencyKeys({ ctx: { ...gateway.services, ...later(2 * 86_401) }, input: NO_BOUNDS })
  expect(await gateway.services.db.$count(idempotencyKeys)).toBe(0)
})
