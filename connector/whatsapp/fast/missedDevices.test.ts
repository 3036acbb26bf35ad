import { generateMessageIDV2, type proto } from '@whiskeysockets/baileys'
import { type Client, call, until } from 'vesper-sandbox/client'
import { beforeAll, expect, it } from 'vitest'
import { type Sender, useRelayStage } from './relay.fixture.ts'

const stage = useRelayStage()
let sender: Sender
let account: string

beforeAll(async () => {
  account = await stage.phone()
  sender = await stage.sender(account)
})

const text = (words: string): proto.IMessage => ({
  extendedTextMessage: { text: words },
  messageContextInfo: { messageSecret: Buffer.alloc(32, 7) },
})
const messages = (sent: string[]) => sent.filter((xml) => xml.startsWith('<message'))
const keyQueries = (sent: string[]) =>
  sent.filter((xml) => /^<iq [^>]*xmlns='encrypt'/.test(xml) && /^<iq [^>]*type='get'/.test(xml))
const listQueries = (sent: string[]) => sent.filter((xml) => xml.includes('<devices '))
const fault = (body: object) => call(stage.sandbox, 'POST', '/network/faults', body)

/** Sends a text, and waits for its ack. */
async function send(jid: string, words: string): Promise<{ id: string; sent: string[] }> {
  const id = generateMessageIDV2()
  const sent = await sender.relay(jid, text(words), id)
  await sender.acked(id)
  return { id, sent }
}

const shows = (client: Client, id: string) =>
  until('the message', () => client.messages.some(({ key, message }) => key.id === id && message))

/** Changes the devices of an account while the sender gets no notification. */
async function unnoticed<T>(change: () => Promise<T>): Promise<T> {
  await fault({ phone: account, dropDeviceNews: true })
  const result = await change()
  await call(stage.sandbox, 'DELETE', '/network/faults')
  return result
}

it.each(['pn', 'lid'] as const)(
  'a device that was added without a notification gets the message, in a chat by %s',
  async (addressing) => {
    const phone = await stage.phone()
    const { lid } = (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body
    const jid = addressing === 'lid' ? lid : `${phone}@s.whatsapp.net`
    await send(jid, 'to the phone')
    const { client } = await unnoticed(() => stage.companion(phone))
    const { id } = await send(jid, 'to both')
    await shows(client, id)
    const next = await send(jid, 'again')
    await shows(client, next.id)
    expect(listQueries(next.sent)).toEqual([])
    expect(messages(next.sent)[0]).toContain(addressing === 'lid' ? `${lid.split('@')[0]}:` : `${phone}:`)
  },
)

it('each of several messages in flight reaches a device that was added without a notification', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  await send(jid, 'to the phone')
  const { client } = await unnoticed(() => stage.companion(phone))
  const sent = await Promise.all(['one', 'two', 'three'].map((words) => send(jid, words)))
  for (const { id } of sent) await shows(client, id)
})

it('an own device that was added without a notification gets the copy', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  await send(jid, 'first')
  const before = sender.lists.listOf(`${account}@s.whatsapp.net`)
  const { client } = await stage.companion(account)
  // No fault loses the notification of these devices, so that the test puts the old list back.
  await until('the notification', () => !sender.lists.listOf(`${account}@s.whatsapp.net`))
  sender.lists.set(account, before)
  const { id } = await send(jid, 'copied')
  await shows(client, id)
})

it('a device that was removed without a notification is left out after one message', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  const { client } = await stage.companion(phone)
  const { id, sent } = await send(jid, 'to both')
  await shows(client, id)
  expect(messages(sent)[0]).toContain(`${phone}:1@s.whatsapp.net`)
  await unnoticed(() => call(stage.sandbox, 'POST', `/phones/${phone}/unlink`))
  await send(jid, 'one too many')
  await until('the new list', () => sender.lists.listOf(jid)?.length === 1)
  const last = await send(jid, 'to the phone')
  expect(messages(last.sent)[0]).not.toContain(`${phone}:1@s.whatsapp.net`)
})

it('a notification of a new device changes the list without a query', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  await send(jid, 'to the phone')
  const { client } = await stage.companion(phone)
  await until('the new list', () => sender.lists.listOf(jid)?.length === 2)
  const { id, sent } = await send(jid, 'to both')
  await shows(client, id)
  expect(listQueries(sent)).toEqual([])
})

it('an expired list is refreshed alone, and the Signal sessions stay', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  const { client } = await stage.companion(phone)
  const first = await send(jid, 'first')
  await shows(client, first.id)
  await client.sock?.sendMessage(`${account}@s.whatsapp.net`, { text: 'answer' })
  await until('the answer', () => sender.client.texts().includes('answer'))
  const types = (sent: string[]) =>
    [...(messages(sent)[0] ?? '').matchAll(/type='(p?k?msg)'/g)].map(([, type]) => type)
  const warm = types((await send(jid, 'warm')).sent)
  sender.lists.flushAll()
  const { sent } = await send(jid, 'an hour later')
  expect([listQueries(sent).length, keyQueries(sent).length]).toEqual([1, 0])
  expect(types(sent)).toEqual(warm)
})

it('concurrent messages share the query of a list, and one chat keeps its order', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  await send(jid, 'first')
  sender.lists.flushAll()
  const before = sender.sent.length
  const words = Array.from({ length: 5 }, (_, index) => `message ${index}`)
  const ids = words.map(() => generateMessageIDV2())
  await Promise.all(words.map((each, index) => sender.relay(jid, text(each), ids[index])))
  const sent = sender.sent.slice(before)
  expect(listQueries(sent)).toHaveLength(1)
  expect(messages(sent).map((xml) => ids.findIndex((id) => xml.includes(id)))).toEqual([0, 1, 2, 3, 4])
})

it('a phone that cannot decrypt a text gets it again', async () => {
  const phone = await stage.phone()
  const jid = `${phone}@s.whatsapp.net`
  await send(jid, 'first')
  await fault({ phone, undecryptable: true, count: 1 })
  const { id } = await send(jid, 'again, please')
  await until('the text on the phone', async () => {
    const rows = (await call(stage.sandbox, 'GET', `/phones/${phone}/messages`)).body as unknown as {
      id: string
      text?: string
    }[]
    return rows.some((row) => row.id === id && row.text === 'again, please')
  })
})
