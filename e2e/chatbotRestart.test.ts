import { afterAll, expect, it } from 'vitest'
import { startBotServer } from './support/botServer.ts'
import { eventually } from './support/eventually.ts'
import { waitForStatus } from './support/gateway.ts'
import { NpmStart } from './support/npmStart.ts'
import { readQr } from './support/qr.ts'

const gateway = new NpmStart()
afterAll(() => gateway.dispose())

/** One flow, and in it a way for each kind of wait. */
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

it('goes on from each kind of wait when everything was killed in the middle of it, and says nothing twice', async () => {
  let calls = 0
  const { origin } = await startBotServer({
    // The first call is never answered: its host dies with it.
    '/hook': () => (++calls === 1 ? new Promise(() => undefined) : { body: {} }),
  })
  await gateway.start()
  const business = await gateway.phones.create('Business')
  const { id: session } = (await gateway.api('POST', '/sessions', { name: 'bot' })).body.data
  await gateway.phones.scan(business, await readQr(gateway.api, session))
  await waitForStatus(gateway.api, session, 'connected')
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
