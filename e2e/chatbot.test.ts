import { expect, it } from 'vitest'
import type { Call } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { useGateway } from './support/gateway.ts'

const gateway = useGateway()

/** A published flow out of steps that follow each other. */
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

/** What a phone shows of a chat that others wrote, in order. */
async function heard(phone: string, from: string): Promise<(string | undefined)[]> {
  const shown = await gateway.phones.shown(phone, from)
  return shown.filter(({ fromMe }) => !fromMe).map(({ text }) => text)
}

it("answers a phone that writes a keyword, with the documentation's example", async () => {
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
