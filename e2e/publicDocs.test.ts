import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Receiver, request, startReceiver } from '#local/customer/index.ts'
import type { EventName } from '#shared/contracts/events.ts'
import { accounts } from '#shared/database/index.ts'
import { callDocumented } from './support/callDocumented.ts'
import type { Answer } from './support/client.ts'
import { documentedFaults } from './support/documentedFaults.ts'
import { eventually } from './support/eventually.ts'
import { film, picture, wav } from './support/files.ts'
import { useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { documentedCurls, documentedEndpoints, documentedPayloads } from './support/publicDocs.ts'
import { setUsed } from './support/tenants.ts'

const gateway = useGateway()
const BUSINESS = '905559876543'
const CUSTOMER = '905551234567'
const SECRET = 'your_webhook_secret_min16chars'

const curls = documentedCurls()
const payloads = documentedPayloads()
/** Ids that the documentation leaves to its reader. */
const ids = { SESSION_ID: '', APP_ID: '' }
/** The receiver of the documented webhook. */
let receiver: Receiver
let everything: Receiver
let files: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  const { phones } = gateway
  await phones.call('POST', '/phones', { phone: BUSINESS, name: 'My Business' })
  await phones.call('POST', '/phones', { phone: CUSTOMER, name: 'Ahmet' })
  receiver = await startReceiver({ path: '/vesper/webhook' })
  everything = await startReceiver()
  files = await serve()
  ids.APP_ID = gateway.info.appId
})
afterAll(async () => {
  await Promise.all([receiver.stop(), everything.stop()])
  files.stop()
})

/** Serves the files of the documentation's URLs. */
async function serve() {
  const bytes: Record<string, Buffer> = {
    '/photo.jpg': await picture('jpeg'),
    '/report.pdf': Buffer.from('%PDF-1.4\n%%EOF\n'),
    '/film.mp4': await film(),
    '/sound.wav': wav(1),
  }
  const server = createServer(({ url = '' }, response) => {
    response.writeHead(bytes[url] ? 200 : 404).end(bytes[url])
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Replaces the hosts, the key and the ids of the documentation, and nothing else. */
function here(text: string): string {
  return text
    .replace('https://api.vespergateway.com', gateway.info.baseUrl)
    .replace('https://your-server.com', new URL(receiver.url).origin)
    .replace('https://example.com', files.origin)
    .replace(/vsp_your_key|vsp_abc123def456/, gateway.info.apiKey)
    .replace('SESSION_ID', ids.SESSION_ID)
    .replace('APP_ID', ids.APP_ID)
}

/** Runs a documented command. */
async function run(title: string): Promise<Answer> {
  const curl = curls.get(title)
  if (!curl) throw new Error(`e2e/reference/curls.txt has no ${title}`)
  const headers = Object.fromEntries(Object.entries(curl.headers).map(([name, value]) => [name, here(value)]))
  return await request(curl.method, here(curl.url), {
    headers,
    ...(curl.body !== undefined && { body: here(curl.body) }),
  })
}

const isDone = ({ status, body }: Answer) => [status < 300, body.success, Object.keys(body)]
const done = [true, true, ['success', 'data']]
const listed = [true, true, ['success', 'data', 'pagination']]

it('the quick start sends a message to a phone', async () => {
  const created = await run('Quick start: create a session')
  expect(isDone(created)).toEqual(done)
  ids.SESSION_ID = created.body.data.id
  expect(Object.keys(created.body.data)).toEqual([
    ...['id', 'name', 'status', 'phone', 'pushName', 'connectedAt', 'createdAt', 'updatedAt', 'lid', 'appId'],
  ])
  const { data } = await eventually(async () => {
    const answer = await run('Quick start: get the QR code')
    return answer.body.data.qr !== null && answer.body
  })
  expect(Object.keys(data)).toEqual(['status', 'qr', 'expiresAt'])
  await gateway.phones.scan(BUSINESS, data.qr)
  await waitForStatus(gateway.api, ids.SESSION_ID, 'connected')
  const sent = await run('Quick start: send a message')
  expect(sent.status).toBe(200)
  expect(documentedFaults(payloads.get('Message response'), sent.body)).toEqual([])
  await gateway.phones.waitFor(CUSTOMER, sent.body.data.key.id)
})

it('each other command succeeds as written', async () => {
  const listedSessions = await run('Authentication')
  expect(isDone(listedSessions)).toEqual(listed)
  expect(Object.keys(listedSessions.body.data[0])).toEqual([
    ...['id', 'name', 'status', 'phone', 'pushName', 'connectedAt', 'createdAt', 'updatedAt', 'lid', 'appId'],
  ])
  for (const title of ['Create a session', 'Create a webhook', 'Create a flow'])
    expect([title, ...isDone(await run(title))]).toEqual([title, ...done])
  for (const title of ['Send a text message', 'Send an image', 'Send a document', 'Send a location']) {
    const { body } = await run(title)
    expect([title, ...documentedFaults(payloads.get('Message response'), body)]).toEqual([title])
    await gateway.phones.waitFor(CUSTOMER, body.data.key.id)
  }
  expect(curls.size).toBe(11)
})

/** Waits for an event whose body contains a text, and returns the body as sent. */
async function told(event: EventName, text: string): Promise<unknown> {
  const { raw } = await eventually(() =>
    everything.of(event).find((delivery) => delivery.raw.toString().includes(text)),
  )
  return JSON.parse(raw.toString())
}

const faultsOf = (title: string, actual: unknown) => [title, ...documentedFaults(payloads.get(title), actual)]

it('each webhook has the documented JSON, in the documented order, and the documented headers', async () => {
  const { api, phones } = gateway
  const session = ids.SESSION_ID
  expect((await api('POST', '/webhooks', { url: everything.url, events: ['*'] })).status).toBe(201)
  const asked = await phones.write(CUSTOMER, BUSINESS, 'Hey, is my order ready?')
  const answered = await phones.write(BUSINESS, CUSTOMER, 'Yes, it will be ready in 10 minutes!')
  const received = await told('message.received', asked.id)
  expect(faultsOf('message.received', received)).toEqual(['message.received'])
  expect(faultsOf('Payload format', received)).toEqual(['Payload format'])
  expect(faultsOf('message.from_phone', await told('message.from_phone', answered.id))).toEqual([
    'message.from_phone',
  ])

  await phones.call('POST', `/phones/${CUSTOMER}/messages`, {
    ...{ to: BUSINESS, type: 'edit', messageId: asked.id, text: 'Edited message text' },
  })
  expect(faultsOf('message.updated', await told('message.updated', asked.id))).toEqual(['message.updated'])

  const { id } = (await run('Send a text message')).body.data.key
  await phones.waitFor(CUSTOMER, id)
  await phones.read(CUSTOMER, BUSINESS)
  for (const event of ['message.sent', 'message.delivered', 'message.read'] as const) {
    const body = { ...((await told(event, id)) as object), event: 'message.delivered' }
    expect([event, ...documentedFaults(payloads.get('message.delivered'), body)]).toEqual([event])
  }

  await api('POST', `/sessions/${session}/restart`)
  for (const event of ['session.disconnected', 'session.connected'] as const)
    expect(faultsOf(event, await told(event, session))).toEqual([event])
  await waitForStatus(api, session, 'connected')

  const posted = await eventually(() =>
    receiver.received.find(({ raw }) => raw.toString().includes(asked.id)),
  )
  const names = ['content-type', 'user-agent', 'x-vesper-event', 'x-vesper-delivery', 'x-vesper-signature']
  const signature = `sha256=${createHmac('sha256', SECRET).update(posted.raw).digest('hex')}`
  expect(names.map((name) => posted.headers[name])).toEqual([
    ...['application/json', 'Vesper-Webhook/1.0', 'message.received', expect.stringMatching(/^[\w-]{21}$/)],
    signature,
  ])
})

it('message.sent precedes message.delivered for a message from the phone', async () => {
  const { id } = await gateway.phones.write(BUSINESS, CUSTOMER, 'Tomorrow')
  await told('message.delivered', id)
  const about = everything.received.filter(({ raw }) => raw.toString().includes(id))
  expect(about.map(({ body }) => body.event)).toEqual([
    ...['message.from_phone', 'message.sent', 'message.delivered'],
  ])
  expect((await waitForMessage(gateway.api, ids.SESSION_ID, id, ['DELIVERED'])).source).toBe('phone')
})

it('each endpoint of the documentation answers with success', async () => {
  const answers = await callDocumented(gateway, {
    ...{ session: ids.SESSION_ID, appId: ids.APP_ID, customer: CUSTOMER },
    ...{ member: await gateway.phones.create(), files: files.origin, receiver: everything.url },
  })
  expect([...answers.keys()].sort()).toEqual(documentedEndpoints().sort())
  const failed = [...answers].filter(([, { status, body }]) => status >= 300 || body.success !== true)
  expect(failed.map(([endpoint, { body }]) => [endpoint, body])).toEqual([])
  const message = answers.get('GET /messages/:sessionId/:msgId')?.body.data
  expect(Object.keys(message)).toEqual([
    ...['id', 'session', 'remoteJid', 'fromMe', 'type', 'content', 'status', 'timestamp', 'source'],
    ...['phone', 'lid'],
  ])
})

it('a step of each documented type keeps its fields in the documented order', async () => {
  const { api } = gateway
  const input = { appId: ids.APP_ID, name: 'Types', triggerType: 'first_contact' }
  const flow = (await api('POST', '/chatbot/flows', input)).body.data
  const documented = {
    send_text: { message: 'Hello' },
    send_image: { url: 'https://example.com/photo.jpg', caption: 'The new store' },
    send_buttons: { message: 'How can we help?', buttons: [{ id: 'orders', label: 'My orders' }] },
    wait_reply: { timeout: 30, timeoutAction: 'continue' },
    condition: { rules: [{ variable: 'last_reply', operator: 'equals', value: '1' }], logic: 'and' },
    delay: { seconds: 5 },
    webhook: { url: 'https://example.com/', method: 'POST', headers: { a: 'b' }, body: '{}' },
    set_variable: { name: 'city', source: 'value', value: 'Izmir' },
  }
  for (const [type, config] of Object.entries(documented)) {
    const made = await api('POST', `/chatbot/flows/${flow.id}/steps`, { type, config })
    expect([type, JSON.stringify(made.body.data?.config)]).toEqual([type, JSON.stringify(config)])
  }
})

it('an error has the documented JSON, and each error has its fields in the documented order', async () => {
  const { api, services } = gateway
  const refused = [
    await api('POST', '/sessions', { name: 'Store-WhatsApp' }),
    await api('GET', '/sessions/missing'),
    await request('GET', `${gateway.info.baseUrl}/api/v1/sessions`),
    await api('POST', '/sessions', { name: ' ' }),
  ]
  expect(refused.map(({ status, body }) => [status, Object.keys(body), Object.keys(body.error)])).toEqual([
    ...[409, 404, 401].map((status) => [status, ['success', 'error'], ['code', 'message', 'requestId']]),
    [400, ['success', 'error'], ['code', 'message', 'requestId', 'details']],
  ])
  const [account] = await services.db.update(accounts).set({ plan: 'starter' }).returning()
  await setUsed(gateway, account?.id ?? '', 5_000)
  const answer = await run('Send a text message')
  expect(answer.status).toBe(403)
  expect(faultsOf('Error format', answer.body)).toEqual(['Error format'])
})
