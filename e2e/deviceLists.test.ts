import type { Sandbox } from 'vesper-sandbox'
import { Client, until } from 'vesper-sandbox/client'
import { expect, it, onTestFinished } from 'vitest'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'

const gateway = useGateway({ VESPER_BAILEYS_PATHS: 'devices,relay' })

/** Links a computer to a phone. */
async function computerOf(phone: string): Promise<Client> {
  const client = await Client.create()
  onTestFinished(() => client.remove())
  await client.pair(gateway.info.sandbox as unknown as Sandbox, phone)
  return client
}

/** Waits until a computer has a message. */
const shows = (computer: Client, id: string) =>
  until(`message ${id}`, () => computer.messages.find(({ key, message }) => key.id === id && message))

/** Sends a text, and waits until its recipient has it. */
async function deliver(session: string, to: string, text: string): Promise<string> {
  const id = await sendText(gateway.api, session, to, text)
  await waitForMessage(gateway.api, session, id, ['DELIVERED'])
  return id
}

it('a computer that WhatsApp did not announce gets each kind of message, and the phone gets one copy', async () => {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const customer = await phones.create()
  await deliver(session, customer, 'first')
  await phones.fault({ dropDeviceNews: true, phone: business })
  const computer = await computerOf(customer)
  const base64 = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n').toString('base64')
  const body = { session, to: customer, base64, filename: 'a.pdf' }
  const file = (await api('POST', '/messages/send/document', body)).body.data.key.id
  expect((await shows(computer, file)).message?.documentMessage?.fileName).toBe('a.pdf')
  const text = await deliver(session, customer, 'to both')
  expect((await shows(computer, text)).message?.extendedTextMessage?.text).toBe('to both')
  expect((await phones.waitFor(customer, file)).copies).toBe(1)
  await phones.healFaults()
})

it('a computer that is linked while the session is offline gets the next message', async () => {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const customer = await phones.create()
  await deliver(session, customer, 'first')
  await phones.fault({ failLogin: 503, phone: business })
  await phones.drop(business)
  const computer = await computerOf(customer)
  await phones.healFaults()
  await waitForStatus(api, session, 'connected')
  const id = await deliver(session, customer, 'hello again')
  expect((await shows(computer, id)).message?.extendedTextMessage?.text).toBe('hello again')
})

it("a member's computer that WhatsApp did not announce gets messages to the group", async () => {
  const { phones } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const member = await phones.create()
  const made = await phones.call('POST', `/phones/${business}/groups`, {
    subject: 'Orders',
    participants: [member],
  })
  await deliver(session, made.body.id, 'first')
  await phones.fault({ dropDeviceNews: true, phone: business })
  const computer = await computerOf(member)
  const ids = [await deliver(session, made.body.id, 'one'), await deliver(session, made.body.id, 'two')]
  for (const id of ids) await shows(computer, id)
  await phones.healFaults()
})

it('a customer who cannot decrypt a text gets it again', async () => {
  const { phones } = gateway
  const { id: session } = await gateway.paired()
  const customer = await phones.create()
  await deliver(session, customer, 'first')
  await phones.fault({ undecryptable: true, phone: customer, count: 1 })
  const id = await deliver(session, customer, 'again')
  expect((await phones.waitFor(customer, id)).text).toBe('again')
})
