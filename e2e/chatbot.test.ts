import { expect, it } from 'vitest'
import { startBotServer } from './support/botServer.ts'
import type { Call } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()

/** Publishes a flow of consecutive steps. */
async function publish(sessionId: string, steps: object[], trigger: object = {}, api: Call = gateway.api) {
  const example = {
    appId: gateway.info.appId,
    name: 'Welcome Bot',
    triggerType: 'keyword',
    triggerValue: { keywords: ['hello', 'hi', 'merhaba'], matchType: 'contains' },
    sessionId,
    ...trigger,
  }
  const created = await api('POST', '/chatbot/flows', example)
  expect([created.status, created.body]).toMatchObject([201, { data: { status: 'draft', sessionId } }])
  const flowId: string = created.body.data.id
  for (const step of steps)
    expect((await api('POST', `/chatbot/flows/${flowId}/steps`, step)).status).toBe(201)
  const published = await api('POST', `/chatbot/flows/${flowId}/publish`)
  expect([published.status, published.body]).toMatchObject([200, { data: { status: 'published' } }])
  return flowId
}

/** Returns the texts that a phone shows from others in a chat, in order. */
async function heard(phone: string, from: string): Promise<(string | undefined)[]> {
  const shown = await gateway.phones.shown(phone, from)
  return shown.filter(({ fromMe }) => !fromMe).map(({ text }) => text)
}

it("answers a phone's keyword with the example of the documentation", async () => {
  const { id, phone } = await gateway.pair()
  await publish(id, [
    { type: 'send_text', config: { message: 'Welcome {{contact.name|there}}!' } },
    {
      type: 'send_buttons',
      config: {
        message: 'What is it?',
        buttons: [
          { id: 'a', label: 'Sales' },
          { id: 'b', label: 'Support' },
        ],
      },
    },
    { type: 'wait_reply', config: {} },
    { type: 'send_text', config: { message: 'You chose {{last_reply}}' } },
  ])
  const customer = await gateway.phones.create('Ayşe')
  await gateway.phones.write(customer, phone, 'Merhaba dünya')
  await eventually(async () => (await heard(customer, phone)).length === 2)
  await gateway.phones.write(customer, phone, '2')
  await eventually(async () => (await heard(customer, phone)).length === 3)
  expect(await heard(customer, phone)).toEqual([
    'Welcome Ayşe!',
    'What is it?\n\n1. Sales\n2. Support',
    'You chose b',
  ])
})

it('sends a WhatsApp list, a numbered text or both, and understands a tap, a label and a number', async () => {
  const { id, phone } = await gateway.pair()
  const buttons = [
    { id: 's', label: 'Small' },
    { id: 'l', label: 'Large' },
  ]
  const asking = (config: object) => [
    { type: 'send_buttons', config: { message: 'Size?', buttons, ...config } },
    { type: 'wait_reply', config: {} },
    { type: 'send_text', config: { message: '{{last_reply}}, {last_text}' } },
  ]
  await publish(id, [
    ...asking({}),
    ...asking({ format: 'text' }),
    ...asking({ format: 'Both', list: 'Sizes' }),
  ])
  const customer = await gateway.phones.create()
  const shown = async () => (await gateway.phones.shown(customer, phone)).filter(({ fromMe }) => !fromMe)
  const after = async (count: number) => {
    const all = await eventually(async () => ((await shown()).length === count ? await shown() : null))
    return all.map(({ type, text, options }) => ({ type, text, ...(options && { options }) }))
  }
  const numbered = { type: 'text', text: 'Size?\n\n1. Small\n2. Large' }
  const list = { ...numbered, type: 'list', options: ['Small', 'Large'] }

  await gateway.phones.write(customer, phone, 'hi')
  expect(await after(1)).toEqual([list])
  await gateway.phones.tap(customer, (await shown())[0]?.id ?? '', 'Large')
  expect((await after(3)).slice(1)).toEqual([{ type: 'text', text: 'l, Large' }, numbered])
  await gateway.phones.write(customer, phone, 'small!')
  expect((await after(6)).slice(3)).toEqual([{ type: 'text', text: 's, small!' }, numbered, list])
  await gateway.phones.write(customer, phone, '2')
  expect((await after(7)).at(-1)).toEqual({ type: 'text', text: 'l, 2' })
})

it('handles a tap on a list as its row, and shows conversation and statistics to the owner', async () => {
  const { id, phone } = await gateway.pair()
  const flowId = await publish(id, [
    {
      type: 'send_buttons',
      config: {
        message: 'Size?',
        buttons: [
          { id: 's', label: 'Small' },
          { id: 'l', label: 'Large' },
        ],
      },
    },
    { type: 'wait_reply', config: {} },
    { type: 'send_text', config: { message: 'You chose {{last_reply}}' } },
    { type: 'wait_reply', config: {} },
  ])
  const customer = await gateway.phones.create('Ayşe')
  await gateway.phones.write(customer, phone, 'HI')
  const [list] = await eventually(async () => {
    const shown = await gateway.phones.shown(customer, phone)
    const lists = shown.filter(({ type }) => type === 'list')
    return lists.length > 0 ? lists : null
  })
  await gateway.phones.tap(customer, list?.id ?? '', 'Large')
  await eventually(async () => (await heard(customer, phone)).at(-1) === 'You chose l')
  await gateway.phones.write(customer, phone, 'stop')
  const ended = await eventually(async () => {
    const { body } = await gateway.api('GET', `/chatbot/flows/${flowId}/sessions?status=abandoned`)
    return body.data[0]
  })
  expect(ended).toMatchObject({
    ...{
      flowId,
      session: id,
      chat: `${customer}@s.whatsapp.net`,
      contact: { name: 'Ayşe', phone: customer },
    },
    variables: { last_reply: 'l', last_text: 'Large' },
  })
  const sent = ended.transcript.find(({ kind }: { kind: string }) => kind === 'sent')
  expect((await gateway.api('GET', `/messages/${id}/${sent.messageId}`)).body.data).toMatchObject({
    source: 'chatbot',
  })
  const { flows } = (await gateway.api('GET', `/chatbot/stats?appId=${gateway.info.appId}`)).body.data
  const [mine] = flows.filter((flow: { flowId: string }) => flow.flowId === flowId)
  expect(mine).toMatchObject({ started: 1, abandoned: 1, completed: 0, active: 0 })
  expect(mine.steps.map(({ reached, left }: { reached: number; left: number }) => [reached, left])).toEqual([
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 1],
  ])
})

it('sends a picture with its caption', async () => {
  const { origin } = await startBotServer()
  const { id, phone } = await gateway.pair()
  const config = { url: `${origin}/picture.png`, caption: 'For {{contact.phone}}' }
  await publish(id, [{ type: 'send_image', config }])
  const customer = await gateway.phones.create()
  await gateway.phones.write(customer, phone, 'hi')
  const shown = await eventually(async () =>
    (await gateway.phones.shown(customer, phone)).find(({ type }) => type === 'image'),
  )
  expect(shown).toMatchObject({ caption: `For ${customer}`, mimetype: 'image/png' })
})

it('answers two concurrent messages of a phone, each once and in order', async () => {
  const { id, phone } = await gateway.pair()
  const asking = (message: string) => [
    { type: 'send_text', config: { message } },
    { type: 'wait_reply', config: {} },
  ]
  await publish(id, [
    ...asking('Name?'),
    ...asking('{{last_reply}}. City?'),
    { type: 'send_text', config: { message: '{{last_reply}}!' } },
  ])
  const customer = await gateway.phones.create()
  await gateway.phones.write(customer, phone, 'hi')
  await eventually(async () => (await heard(customer, phone)).length === 1)
  await Promise.all([gateway.phones.write(customer, phone, 'A'), gateway.phones.write(customer, phone, 'A')])
  await eventually(async () => (await heard(customer, phone)).length === 3)
  expect(await heard(customer, phone)).toEqual(['Name?', 'A. City?', 'A!'])
})

it('is silent after its owner writes from the phone, which starts no conversation', async () => {
  const { id, phone } = await gateway.pair()
  const flowId = await publish(id, [
    { type: 'send_text', config: { message: 'Hello' } },
    { type: 'wait_reply', config: {} },
    { type: 'send_text', config: { message: 'Bye' } },
  ])
  const customer = await gateway.phones.create()
  const statuses = async () => {
    const { body } = await gateway.api('GET', `/chatbot/flows/${flowId}/sessions`)
    return body.data.map(({ status }: { status: string }) => status)
  }
  await gateway.phones.write(phone, customer, 'hi, I am the owner')
  await gateway.phones.write(customer, phone, 'hi')
  await eventually(async () => (await heard(customer, phone)).includes('Hello'))
  await gateway.phones.write(phone, customer, 'I take over')
  await eventually(async () => (await statuses()).includes('paused'))
  await gateway.phones.write(customer, phone, 'thank you')
  await eventually(async () => {
    const { body } = await gateway.api('GET', `/chatbot/flows/${flowId}/sessions`)
    return body.data[0].transcript.some(({ text }: { text?: string }) => text === 'thank you')
  })
  expect(await heard(customer, phone)).not.toContain('Bye')
})
