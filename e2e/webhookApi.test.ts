import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { operatorBodySchema } from '#shared/contracts/events.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'
import { adminOf } from './support/tenants.ts'

const gateway = useSharedGateway()
const URL = 'http://127.0.0.1:9/hook'

async function create(given: object = {}) {
  const { status, body } = await gateway.api('POST', '/webhooks', { url: URL, events: ['*'], ...given })
  return { status, ...body, ...body.data }
}

describe('a new webhook', () => {
  it('shows its secret once, and stores it encrypted', async () => {
    const { status, id, secret } = await create({ secret: 'your_webhook_secret_min16chars' })
    expect(status).toBe(201)
    expect(secret).toBe('your_webhook_secret_min16chars')
    const seen = [
      (await gateway.api('GET', `/webhooks/${id}`)).body.data,
      ...(await gateway.api('GET', '/webhooks')).body.data,
      (await gateway.api('PATCH', `/webhooks/${id}`, { enabled: true })).body.data,
    ]
    for (const webhook of seen) expect(webhook).not.toHaveProperty('secret')
    const { rows } = await gateway.services.db.execute('select * from webhooks')
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex'))
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('gets a generated secret of Standard Webhooks by default', async () => {
    const { secret } = await create()
    expect(secret).toMatch(/^whsec_/)
    expect(() => new Webhook(secret)).not.toThrow()
    expect((await create()).secret).not.toBe(secret)
  })

  it.each([
    [
      'an unknown event',
      { events: ['message.recieved'] },
      'events.0',
      /message\.received, message\.from_phone/,
    ],
    ['no event', { events: [] }, 'events', /Name at least one/],
    ['no URL', { url: 'not a url' }, 'url', /not valid/],
    ['another protocol', { url: 'ftp://example.com' }, 'url', /must begin with http/],
    ['a password in its URL', { url: 'https://user:pass@example.com' }, 'url', /must not contain/],
    ['a short secret', { secret: 'fifteen chars!!' }, 'secret', /at least 16/],
    ['a secret of white space', { secret: ' '.repeat(20) }, 'secret', /White space/],
    ['a session that is no list', { sessions: 'YoNofiM9vtHy' }, 'sessions', /array/],
    ['no session', { sessions: [] }, 'sessions', /Name at least one session/],
    ['an unknown kind of chat', { filter: { kinds: ['grup'] } }, 'filter.kinds.0', /user, group, channel/],
    ['an unknown type', { filter: { types: 'pictures' } }, 'filter.types', /text, image/],
    ['a name as chat', { filter: { chats: ['Ahmet'] } }, 'filter.chats.0', /international phone number/],
    ['an unknown condition', { filter: { chat: '1' } }, 'filter.chat', /did you mean chats/],
    ['a signed header', { headers: { 'X-Vesper-Event': 'a' } }, 'headers.X-Vesper-Event', /gateway sets/],
    ['a header of two lines', { headers: { 'X-A': 'a\r\nb: c' } }, 'headers.X-A', /one line/],
    ['a header without a value', { headers: { 'X-A': null } }, 'headers.X-A', /./],
    ['too much inline', { inlineLimitBytes: 1e9 }, 'inlineLimitBytes', /./],
  ])('with %s is refused with a reason', async (_, given, path, message) => {
    const { status, error } = await create(given)
    expect(status).toBe(400)
    expect(error.details).toContainEqual({ path, message: expect.stringMatching(message) })
  })
})

it('names the unknown session of another app, or of none, as 404', async () => {
  const { api } = await gateway.anotherApp()
  const session = (await api('POST', '/sessions', { name: 'theirs' })).body.data.id
  const { id } = await create()
  for (const sessions of [[session], ['unknown-id']]) {
    const answers = [
      await gateway.api('POST', '/webhooks', { url: URL, events: ['*'], sessions }),
      await gateway.api('PATCH', `/webhooks/${id}`, { sessions }),
    ]
    for (const { status, body } of answers)
      expect([status, body.error.message]).toEqual([404, `Session ${sessions[0]} does not exist.`])
  }
})

it.each(['PUT', 'PATCH'])(
  'takes an answer of GET back whole by %s, and keeps every field',
  async (method) => {
    const session = (await gateway.api('POST', '/sessions', { name: `whole ${method}` })).body.data.id
    const headers = { Authorization: 'Bearer 7f3c2a', 'X-Shop': 'istanbul' }
    const filter = { chats: ['+90 555 123 45 67'], kinds: 'user', types: ['text', 'image'], fromMe: false }
    const receiver = await startReceiver()
    const { id } = await create({ url: receiver.url, sessions: [session], filter, headers })
    const shown = (await gateway.api('GET', `/webhooks/${id}`)).body.data
    expect(shown).toMatchObject({
      sessions: [session],
      filter: { ...filter, chats: ['905551234567@s.whatsapp.net'] },
      headers: { Authorization: null, 'X-Shop': null },
    })
    const { status, body } = await gateway.api(method, `/webhooks/${id}`, shown)
    expect(status).toBe(200)
    expect({ ...body.data, updatedAt: shown.updatedAt }).toEqual(shown)
    await gateway.api('POST', `/webhooks/${id}/test`)
    expect(receiver.received[0]?.headers).toMatchObject({
      authorization: 'Bearer 7f3c2a',
      'x-shop': 'istanbul',
    })
    for (const field of ['sessions', 'filter', 'headers'])
      expect((await gateway.api(method, `/webhooks/${id}`, { enabled: true })).body.data[field]).toEqual(
        shown[field],
      )
  },
)

it('a webhook whose only session is deleted receives events of no other session', async () => {
  const session = (await gateway.api('POST', '/sessions', { name: 'short-lived' })).body.data.id
  const { id } = await create({ sessions: [session] })
  expect((await gateway.api('DELETE', `/sessions/${session}`)).status).toBe(200)
  expect((await gateway.api('GET', `/webhooks/${id}`)).body.data.sessions).toEqual([])
  const listed = (await gateway.api('GET', '/webhooks?limit=100')).body.data
  expect(listed.find((one: { id: string }) => one.id === id).sessions).toEqual([])
})

describe("the operator's webhooks", () => {
  it('are created, listed, changed, tested, replayed and deleted by the management API', async () => {
    const admin = adminOf(gateway)
    const receiver = await startReceiver(undefined, 0, operatorBodySchema)
    const given = { url: receiver.url, events: ['*'], headers: { Authorization: 'ops-token-1' } }
    const made = await admin('POST', '/webhooks', given, { 'idempotency-key': 'operator' })
    expect(made.status).toBe(201)
    const { id, secret, ...rest } = made.body.data
    expect(rest).toEqual({
      ...{
        url: receiver.url,
        events: ['*'],
        headers: { Authorization: null },
        enabled: true,
        failingSince: null,
      },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
    })
    const again = await admin('POST', '/webhooks', given, { 'idempotency-key': 'operator' })
    expect(again.body.data).toEqual(made.body.data)
    const path = `/webhooks/${id}`
    const listed = (await admin('GET', '/webhooks')).body.data
    expect(listed.filter((one: { id: string }) => one.id === id)).toEqual([{ id, ...rest }])
    const shown = (await admin('GET', path)).body.data
    expect(
      (await admin('PUT', path, { ...shown, events: ['session.disconnected'] })).body.data,
    ).toMatchObject({
      events: ['session.disconnected'],
      headers: { Authorization: null },
    })
    expect((await admin('POST', `${path}/test`)).body.data).toMatchObject({ delivered: true })
    expect(receiver.received[0]?.headers).toMatchObject({ authorization: 'ops-token-1' })
    const rotated = (await admin('POST', `${path}/secret/rotate`, { secret: 'ğ 🔑 of the operator' })).body
      .data
    expect([rotated.secret, secret === rotated.secret]).toEqual(['ğ 🔑 of the operator', false])
    const [log] = (await admin('GET', `${path}/logs`)).body.data
    expect(log).toMatchObject({ event: 'webhook.test', state: 'succeeded' })
    expect((await admin('POST', `${path}/deliveries/${log.id}/replay`)).body.data).toEqual({ replayed: 1 })
    await receiver.waitFor(() => receiver.received.length === 2)
    const since = { since: new Date(0).toISOString() }
    expect((await admin('POST', `${path}/replay`, since)).body.data).toEqual({ replayed: 0 })
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect((await gateway.api(method, path, method === 'PATCH' ? {} : undefined)).status).toBe(404)
    expect((await admin('DELETE', path)).body.data).toEqual({ id, deleted: true })
    expect((await admin('GET', path)).status).toBe(404)
  })

  it.each([
    ['a QR code', { events: ['session.qr'] }, 'events.0'],
    ['an event of messages', { events: ['message.received'] }, 'events.0'],
    ['sessions', { sessions: ['YoNofiM9vtHy'] }, 'sessions'],
    ['a filter', { filter: { kinds: 'user' } }, 'filter'],
  ])('with %s are refused', async (_, given, path) => {
    const { status, body } = await adminOf(gateway)('POST', '/webhooks', {
      url: URL,
      events: ['*'],
      ...given,
    })
    expect([status, body.error.details[0].path]).toEqual([400, path])
  })
})

it('lists pages of its webhooks, newest first', async () => {
  const { api } = await gateway.anotherApp()
  const ids: string[] = []
  for (let index = 0; index < 3; index++)
    ids.unshift((await api('POST', '/webhooks', { url: URL, events: ['*'] })).body.data.id)
  const first = (await api('GET', '/webhooks?limit=2')).body
  const second = (await api('GET', `/webhooks?limit=2&cursor=${first.pagination.nextCursor}`)).body
  expect([...first.data, ...second.data].map(({ id }: { id: string }) => id)).toEqual(ids)
  expect(second.pagination.nextCursor).toBeNull()
})

it.each(['PUT', 'PATCH'])('changes only the given fields by %s', async (method) => {
  const { id } = await create({ events: ['message.read'], inlineLimitBytes: 7 })
  const { body } = await gateway.api(method, `/webhooks/${id}`, { events: ['session.qr', 'session.qr'] })
  expect(body.data).toMatchObject({ url: URL, events: ['session.qr'], inlineLimitBytes: 7, enabled: true })
  const off = await gateway.api(method, `/webhooks/${id}`, { enabled: false })
  expect(off.body.data).toMatchObject({ enabled: false, disabledReason: 'user' })
  expect((await gateway.api(method, `/webhooks/${id}`, { url: 'gopher://x' })).status).toBe(400)
})

it('accepts 20 webhooks at most, also for concurrent requests', async () => {
  const { api } = await gateway.anotherApp()
  // A slow machine may answer 503 or 504. The repetition under the key gets the outcome.
  const create = (key: string) =>
    eventually(async () => {
      const body = { url: URL, events: ['*'] }
      const answer = await api('POST', '/webhooks', body, { 'idempotency-key': key })
      return answer.status < 500 && answer
    })
  const made = await Promise.all(Array.from({ length: 25 }, (_, nth) => create(`webhook-${nth}`)))
  expect(made.filter(({ status }) => status === 201)).toHaveLength(20)
  expect(made.find(({ status }) => status !== 201)?.body.error.code).toBe('LIMIT_EXCEEDED')
})

it('creates a webhook once under an Idempotency-Key, and shows its secret again', async () => {
  const make = () =>
    gateway.api('POST', '/webhooks', { url: URL, events: ['*'] }, { 'idempotency-key': 'one webhook' })
  const [first, second] = [await make(), await make()]
  expect(second.body.data).toEqual(first.body.data)
})

it('answers 404 to a deleted webhook, and to another app', async () => {
  const { id } = await create()
  const { api } = await gateway.anotherApp()
  for (const [method, path, body] of [
    ['GET', ''],
    ['PATCH', '', { enabled: false }],
    ['DELETE', ''],
    ['POST', '/test'],
    ['GET', '/logs'],
    ['POST', '/replay', { since: new Date().toISOString() }],
    ['POST', '/deliveries/x/replay'],
    ['POST', '/secret/rotate'],
  ] as const) {
    expect([path, (await api(method, `/webhooks/${id}${path}`, body)).status]).toEqual([path, 404])
  }
  expect((await gateway.api('DELETE', `/webhooks/${id}`)).status).toBe(200)
  expect((await gateway.api('GET', `/webhooks/${id}`)).status).toBe(404)
})

describe('a test', () => {
  it('posts a signed event at once, and returns the response', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(201).end('thank you'))
    const { id, secret } = await create({ url: receiver.url, events: ['message.read'] })
    const { status, body } = await gateway.api('POST', `/webhooks/${id}/test`)
    expect(status).toBe(200)
    expect(body.data).toEqual({
      delivered: true,
      deliveryId: receiver.received[0]?.headers['x-vesper-delivery'],
      status: 201,
      error: null,
      durationMs: expect.any(Number),
      response: 'thank you',
    })
    const [received] = receiver.received
    expect(received?.headers['x-vesper-event']).toBe('webhook.test')
    expect(new Webhook(secret).verify(received?.raw ?? '', received?.headers as never)).toMatchObject({
      event: 'webhook.test',
    })
    const log = (await gateway.api('GET', `/webhooks/${id}/logs`)).body.data
    expect(log).toMatchObject([{ event: 'webhook.test', state: 'succeeded', attempts: [{ status: 201 }] }])
  })

  it('reports an unreachable server', async () => {
    const { id } = await create()
    const { status, body } = await gateway.api('POST', `/webhooks/${id}/test`)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      delivered: false,
      status: null,
      error: 'The server cannot be reached.',
    })
  })
})

it('also signs with the old secret after a rotation', async () => {
  const receiver = await startReceiver()
  const { id, secret: old } = await create({ url: receiver.url })
  const rotated = (await gateway.api('POST', `/webhooks/${id}/secret/rotate`)).body.data
  expect(rotated.secret).not.toBe(old)
  await gateway.api('POST', `/webhooks/${id}/test`)
  const [received] = receiver.received
  for (const secret of [old, rotated.secret])
    expect(new Webhook(secret).verify(received?.raw ?? '', received?.headers as never)).toBeTruthy()
  const short = await gateway.api('POST', `/webhooks/${id}/secret/rotate`, { secret: 'short' })
  expect(short.status).toBe(400)
})

it('signs with a secret of any characters, given at creation, in an update and by a rotation', async () => {
  const receiver = await startReceiver()
  const [first, second, third] = ['ğ 🔑 first secret', 'second 🔒  secret', 'whsec_ third ✓ "secret"']
  const { id, secret } = await create({ url: receiver.url, secret: first })
  expect(secret).toBe(first)
  const verifies = async (current: string) => {
    await gateway.api('POST', `/webhooks/${id}/test`)
    const { raw, headers } = receiver.received.at(-1) as (typeof receiver.received)[number]
    const hmac = createHmac('sha256', current).update(raw).digest('hex')
    expect(headers['x-vesper-signature']).toBe(`sha256=${hmac}`)
    const standard = new Webhook(Buffer.from(current), { format: 'raw' })
    expect(standard.verify(raw, headers as never)).toBeTruthy()
  }
  await verifies(first)
  expect((await gateway.api('PATCH', `/webhooks/${id}`, { secret: second })).status).toBe(200)
  await verifies(second)
  const rotated = await gateway.api('POST', `/webhooks/${id}/secret/rotate`, { secret: third })
  expect(rotated.body.data.secret).toBe(third)
  await verifies(third)
})

it('filters the log by state and by event', async () => {
  const receiver = await startReceiver()
  const { id } = await create({ url: receiver.url })
  await gateway.api('POST', `/webhooks/${id}/test`)
  const log = async (query: string) => (await gateway.api('GET', `/webhooks/${id}/logs?${query}`)).body
  expect((await log('state=succeeded')).data).toHaveLength(1)
  expect((await log('state=failed')).data).toHaveLength(0)
  expect((await log('event=message.read')).data).toHaveLength(0)
  expect((await log('state=waiting')).success).toBe(false)
})
