import { expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()

it('pairs a phone, sends a text, tracks its status, and receives a reply', async () => {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.pair()
  const customer = await phones.create('Ahmet')

  const answer = await api('POST', '/messages/send/text', {
    session,
    to: `+${customer}`,
    text: 'Hello from Vesper! 🚀',
  })
  expect(answer.body).toEqual({
    success: true,
    data: {
      key: {
        remoteJid: `${customer}@s.whatsapp.net`,
        fromMe: true,
        id: expect.stringMatching(/^3EB0[0-9A-F]{18}$/),
      },
      status: 'PENDING',
    },
  })
  const { id } = answer.body.data.key

  const shown = await phones.waitFor(customer, id)
  expect(shown).toMatchObject({ from: business, type: 'text', text: 'Hello from Vesper! 🚀', copies: 1 })
  await waitForMessage(api, session, id, ['DELIVERED'])
  await phones.read(customer, business)
  await waitForMessage(api, session, id, ['READ'])

  const reply = await phones.write(customer, business, 'Hey, is my order ready?')
  const stored = await waitForMessage(api, session, reply.id, ['DELIVERED'])
  expect(stored).toEqual({
    id: reply.id,
    session,
    remoteJid: `${customer}@s.whatsapp.net`,
    fromMe: false,
    type: 'text',
    content: { text: 'Hey, is my order ready?' },
    status: 'DELIVERED',
    timestamp: reply.timestamp,
    pushName: 'Ahmet',
    source: 'contact',
    phone: customer,
    lid: expect.stringMatching(/@lid$/),
  })
  const history = await api('GET', `/messages/${session}?jid=${customer}`)
  expect(history.body.data.map((message: { id: string }) => message.id)).toEqual([reply.id, id])
  expect(history.body.pagination).toEqual({ limit: 50, nextCursor: null })
})

it('stores once what the user writes on the phone, as an own message', async () => {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.pair()
  const customer = await phones.create()
  const written = await phones.write(business, customer, 'Yes, in 10 minutes')
  const stored = await waitForMessage(api, session, written.id, ['SENT', 'DELIVERED'])
  expect(stored).toMatchObject({ fromMe: true, source: 'phone', remoteJid: `${customer}@s.whatsapp.net` })
})

it('sends in the order in which the API accepted', async () => {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.pair()
  const customer = await phones.create()
  const texts = Array.from({ length: 15 }, (_, index) => `number ${index}`)
  for (const text of texts) await sendText(api, session, customer, text)
  const arrived = await eventually(async () => {
    const shown = await phones.shown(customer, business)
    return shown.length === texts.length && shown
  })
  expect(arrived.map(({ text }) => text)).toEqual(texts)
})
