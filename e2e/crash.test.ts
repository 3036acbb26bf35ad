import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBotServer } from './support/botServer.ts'
import { eventually } from './support/eventually.ts'
import { sendText, waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = new NpmStart()
let business = ''
let session = ''

beforeAll(async () => {
  await gateway.start('source')
  business = await gateway.phones.create('Business')
  session = (await gateway.api('POST', '/sessions', { name: 'crash' })).body.data.id
  await gateway.phones.scan(business, await readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')
})
afterAll(() => gateway.dispose())

it('loses none of 50 sends when all processes are killed, and shows each once', async () => {
  const { apiKey } = gateway.info
  const customer = await gateway.phones.create('Customer')

  const accepted: string[] = []
  const sends = Array.from({ length: 50 }, async (_, index) => {
    accepted.push(await sendText(gateway.api, session, customer, `message ${index}`))
    if (accepted.length === 50) await gateway.kill()
  })
  await Promise.all(sends)
  expect(accepted).toHaveLength(50)

  await gateway.start()
  expect(gateway.info.apiKey).toBe(apiKey)
  const shown = await eventually(async () => {
    const messages = await gateway.phones.shown(customer, business)
    return messages.length >= 50 && messages
  })
  expect(shown.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  const stored = async () => (await gateway.api('GET', `/messages/${session}?limit=100`)).body.data
  await eventually(
    async () => (await stored()).every(({ status }: { status: string }) => status === 'DELIVERED'),
    20_000,
  )

  // A graceful stop also keeps all messages for the next start.
  await gateway.stop()
  await gateway.start()
  await waitForStatus(gateway.api, session, 'connected')
  expect(await stored()).toHaveLength(50)
})

/** Creates a webhook for received messages. */
async function subscribe(url: string): Promise<string> {
  return (await gateway.api('POST', '/webhooks', { url, events: ['message.received'] })).body.data.id
}

it("delivers events after a kill in the event queue, before QStash, or during the customer's request", async () => {
  // The customer's server does not answer the first request, so that the kill comes during its delivery.
  let hangs = true
  const customer = await gateway.phones.create('Customer')
  const receiver = await startReceiver(() => (hangs ? new Promise(() => undefined) : undefined))
  const webhook = await subscribe(receiver.url)
  const during = await gateway.phones.write(customer, business, 'killed during its delivery')
  const first = await receiver.waitFor(({ body }) => body.data.id === during.id)

  // QStash refuses all jobs, so that the next event stays between the event queue and QStash.
  await gateway.qstash('POST', '/faults', { status: 500, times: 1_000 })
  const other = await gateway.phones.create('Another')
  const between = await gateway.phones.write(other, business, 'killed before QStash had it')
  const log = async () => (await gateway.api('GET', `/webhooks/${webhook}/logs`)).body.data
  await eventually(async () => (await log()).length === 2)

  await gateway.kill()
  hangs = false
  await gateway.start()
  const second = await receiver.waitFor(
    (received) => received !== first && received.body.data.id === during.id,
    40_000,
  )
  expect(second.body.id).toBe(first.body.id)
  expect(second.headers['x-vesper-delivery']).toBe(first.headers['x-vesper-delivery'])
  await receiver.waitFor(({ body }) => body.data.id === between.id)
  await eventually(async () => (await log()).every(({ state }: { state: string }) => state === 'succeeded'))
})

/** Returns a flow with a branch for each kind of wait. */
function waitsOf(origin: string) {
  const branch = (word: string) => ({ rules: [{ variable: 'last_reply', operator: 'equals', value: word }] })
  return {
    isDelay: {
      type: 'condition',
      config: branch('bot delay'),
      connections: { true: 'delay', false: 'isTimeout' },
    },
    isTimeout: {
      type: 'condition',
      config: branch('bot timeout'),
      connections: { true: 'timeout', false: 'isHook' },
    },
    isHook: { type: 'condition', config: branch('bot hook'), connections: { true: 'hook', false: 'reply' } },
    delay: { type: 'delay', config: { seconds: 3 }, connections: { default: 'done' } },
    timeout: { type: 'wait_reply', config: { timeout: 3 }, connections: { default: null, timeout: 'done' } },
    hook: { type: 'webhook', config: { url: `${origin}/hook` }, connections: { default: 'done' } },
    reply: { type: 'wait_reply', config: {}, connections: { default: 'done' } },
    done: { type: 'send_text', config: { message: 'Done' }, connections: {} },
  }
}

async function publish(sessionId: string, steps: ReturnType<typeof waitsOf>): Promise<string> {
  const { api, info } = gateway
  const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['bot'], matchType: 'starts_with' } }
  const flow = await api('POST', '/chatbot/flows', {
    appId: info.appId,
    name: 'Waits',
    sessionId,
    ...trigger,
  })
  const flowId: string = flow.body.data.id
  const ids = new Map<string, string>()
  for (const [name, { type, config }] of Object.entries(steps)) {
    const { body } = await api('POST', `/chatbot/flows/${flowId}/steps`, { type, config, name })
    ids.set(name, body.data.id)
  }
  const linked = Object.entries(steps).map(([name, { connections }]) => ({
    id: ids.get(name),
    connections: Object.fromEntries(
      Object.entries(connections).map(([outlet, to]) => [outlet, to === null ? null : ids.get(to)]),
    ),
  }))
  expect((await api('PUT', `/chatbot/flows/${flowId}/steps/batch`, { steps: linked })).status).toBe(200)
  expect((await api('POST', `/chatbot/flows/${flowId}/publish`)).status).toBe(200)
  return flowId
}

it('continues each kind of wait after all processes are killed, and sends nothing twice', async () => {
  let calls = 0
  const { origin } = await startBotServer({
    // The first call is never answered, because its host is killed.
    '/hook': () => (++calls === 1 ? new Promise(() => undefined) : { body: {} }),
  })
  const flowId = await publish(session, waitsOf(origin))

  const words = ['delay', 'timeout', 'hook', 'reply']
  const customers = await Promise.all(words.map((word) => gateway.phones.create(word)))
  await Promise.all(
    customers.map((phone, index) => gateway.phones.write(phone, business, `bot ${words[index]}`)),
  )
  const running = async () =>
    (await gateway.api('GET', `/chatbot/flows/${flowId}/sessions?status=active`)).body.data
  await eventually(async () => (await running()).length === words.length && calls === 1)

  await gateway.kill()
  await gateway.start()
  await waitForStatus(gateway.api, session, 'connected')
  await gateway.phones.write(customers[3] ?? '', business, 'here I am')
  await eventually(async () => (await running()).length === 0, 45_000)
  for (const phone of customers) {
    const heard = await eventually(async () => {
      const shown = (await gateway.phones.shown(phone, business)).filter(({ fromMe }) => !fromMe)
      return shown.length > 0 && shown
    })
    expect(heard).toMatchObject([{ text: 'Done', copies: 1 }])
  }
  expect(calls).toBe(2)
})
