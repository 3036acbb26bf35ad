import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { messages } from '#shared/database/index.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { readQr } from './support/qr.ts'

const gateway = useSharedGateway()

/** Creates a phone with a conversation before its pairing. */
async function phoneWithPast() {
  const { phones } = gateway
  const business = await phones.create('Business')
  const customer = await phones.create('Ahmet')
  const written = [
    await phones.write(customer, business, 'Do you deliver?'),
    await phones.write(business, customer, 'We do'),
  ]
  return { business, customer, written: written.map(({ id }) => id) }
}

async function link(business: string, body: object): Promise<string> {
  const { data } = (await gateway.api('POST', '/sessions', body)).body
  await gateway.phones.scanShown(business, () => readQr(gateway.api, data.id))
  await waitForStatus(gateway.api, data.id, 'connected')
  return data.id
}

it("imports the phone's earlier chats once if the session asks for them", async () => {
  const { business, customer, written } = await phoneWithPast()
  const session = await link(business, { name: 'with its past', syncHistory: true })
  const past = await eventually(async () => {
    const { data } = (await gateway.api('GET', `/messages/${session}?jid=${customer}`)).body
    return data.length >= 2 && data
  })
  expect(past.map(({ id }: { id: string }) => id).sort()).toEqual([...written].sort())
  expect(past.find(({ id }: { id: string }) => id === written[0])).toMatchObject({
    remoteJid: `${customer}@s.whatsapp.net`,
    fromMe: false,
    source: 'contact',
    content: { text: 'Do you deliver?' },
  })
  expect(past.find(({ id }: { id: string }) => id === written[1])).toMatchObject({
    fromMe: true,
    source: 'phone',
  })
})

/** Returns the messages of a chat, by id. */
async function chatOf(session: string, chat: string) {
  const { data } = (await gateway.api('GET', `/messages/${session}?jid=${chat}&limit=100`)).body
  return new Map<string, ShownHistory>(data.map((message: ShownHistory) => [message.id, message]))
}

interface ShownHistory {
  id: string
  participant?: string
  fromMe: boolean
  type: string
  content: { text?: string; emoji?: string; messageId?: string }
  timestamp: number
  edited?: true
  deleted?: true
}

it('imports authors, last texts, reactions and votes, and a second import duplicates nothing', async () => {
  const { api, phones } = gateway
  const business = await phones.create('Business')
  const [customer, friend] = [await phones.create('Ahmet'), await phones.create('Ayşe')]
  const act = async (phone: string, action: object) =>
    (await phones.call('POST', `/phones/${phone}/messages`, action)).body.id
  const group = (
    await phones.call('POST', `/phones/${business}/groups`, {
      subject: 'Family',
      participants: [customer, friend],
    })
  ).body.id
  const inGroup = await phones.write(customer, group, 'frist')
  await phones.waitFor(friend, inGroup.id)
  await phones.waitFor(business, inGroup.id)
  await act(customer, { type: 'edit', messageId: inGroup.id, text: 'first' })
  const reaction = await act(friend, { type: 'reaction', messageId: inGroup.id, emoji: '👍' })
  await phones.waitFor(business, reaction)
  const poll = await act(customer, {
    ...{ to: group, type: 'poll', name: 'Which day?', options: ['Monday', 'Tuesday'], selectable: 1 },
  })
  await phones.waitFor(friend, poll)
  const vote = await act(friend, { type: 'vote', messageId: poll, options: ['Tuesday'] })
  await phones.waitFor(business, vote)
  const direct = await phones.write(customer, business, 'I come at 5')
  await phones.waitFor(business, direct.id)
  const gone = await phones.write(customer, business, 'forget this')
  await phones.waitFor(business, gone.id)

  const session = await link(business, { name: 'with edits', syncHistory: true })
  await eventually(async () => (await chatOf(session, customer)).size === 2)
  const imported = await eventually(async () => {
    const found = await chatOf(session, group)
    return found.size === 3 && found
  })
  const votesIn = async (id: string) => (await api('GET', `/messages/${session}/${id}`)).body.data.votes
  await eventually(async () => (await votesIn(poll)).length > 0)
  const voter = `${friend}@s.whatsapp.net`
  expect(await votesIn(poll)).toMatchObject([{ voter, options: ['Tuesday'] }])
  expect(imported.get(inGroup.id)).toMatchObject({
    participant: `${customer}@s.whatsapp.net`,
    content: { text: 'first' },
    edited: true,
  })
  expect(imported.get(reaction)).toMatchObject({
    ...{ participant: `${friend}@s.whatsapp.net`, type: 'reaction', fromMe: false },
    content: { emoji: '👍', messageId: inGroup.id },
  })
  const contacts = (await api('GET', `/contacts/${session}?limit=100`)).body.data
  expect(contacts.map(({ jid }: { jid: string }) => jid).sort()).toEqual(
    [customer, friend].map((phone) => `${phone}@s.whatsapp.net`).sort(),
  )

  // While the session is unlinked, the phone changes messages that the session has.
  await phones.unlink(business)
  await waitForStatus(api, session, 'disconnected')
  await act(customer, { type: 'edit', messageId: direct.id, text: 'I come at 6' })
  await act(customer, { type: 'revoke', messageId: gone.id })
  const last = await phones.write(customer, business, 'bye')
  await phones.waitFor(business, last.id)
  await api('POST', `/sessions/${session}/restart`)
  await phones.scan(business, await readQr(api, session))
  await waitForStatus(api, session, 'connected')
  const again = await eventually(async () => {
    const found = await chatOf(session, customer)
    return found.get(gone.id)?.deleted && found.has(last.id) && found
  })
  expect([...again.keys()].sort()).toEqual([direct.id, gone.id, last.id].sort())
  expect(again.get(direct.id)).toMatchObject({ content: { text: 'I come at 6' }, edited: true })
  expect(again.get(gone.id)?.content).toEqual({})
  expect(await chatOf(session, group)).toEqual(imported)
  expect(await votesIn(poll)).toMatchObject([{ voter, options: ['Tuesday'] }])
})

it('imports no chats by default', async () => {
  const { business, customer } = await phoneWithPast()
  const session = await link(business, { name: 'without its past' })
  const id = await sendText(gateway.api, session, customer, 'from now on')
  await waitForMessage(gateway.api, session, id, ['DELIVERED'])
  expect((await gateway.api('GET', `/messages/${session}`)).body.data).toHaveLength(1)
})

it('shows a message that an earlier version stored in another form, without the field that does not fit', async () => {
  const { api, phones, services } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  const { id } = await phones.write(customer, business, 'I am here')
  const path = `/messages/${session}`
  await eventually(async () => (await api('GET', `${path}/${id}`)).status === 200)
  const content = { latitude: null, longitude: 28.9784, name: 'Istanbul' }
  await services.db
    .update(messages)
    .set({ type: 'location', content: content as object })
    .where(and(eq(messages.sessionId, session), eq(messages.id, id)))
  const { latitude: _, ...shown } = content
  expect((await api('GET', `${path}/${id}`)).body.data).toMatchObject({ type: 'location', content: shown })
  expect((await api('GET', `${path}?jid=${customer}`)).body.data).toMatchObject([{ id, content: shown }])
  const forwarded = await api('POST', `${path}/${id}/forward`, { to: customer })
  expect(forwarded.status).toBe(200)
})

it('stores and sends the longest text, also of characters with two UTF-16 units', async () => {
  const { api, phones } = gateway
  const { id: session } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  const text = '😀'.repeat(MAX_TEXT)
  const id = await sendText(api, session, customer, text)
  expect((await waitForMessage(api, session, id, ['DELIVERED'])).content).toEqual({ text })
  const more = await api('POST', '/messages/send/text', { session, to: customer, text: `${text}😀` })
  expect([more.status, more.body.error.details[0].path]).toEqual([400, 'text'])
  const name = '𝒳'.repeat(64)
  const created = await api('POST', '/sessions', { name })
  expect([created.status, created.body.data.name]).toEqual([201, name])
})

it('lists the contacts of a session by page', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.pair()
  const people = [await phones.create('Ayşe'), await phones.create('Ahmet')].sort()
  for (const customer of people) {
    const { id } = await phones.write(customer, phone, 'hello')
    await waitForMessage(api, session, id, ['DELIVERED'])
  }
  const listed: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const {
      body,
    }: { body: { data: { phone: string; name: string }[]; pagination: { nextCursor: string | null } } } =
      await api('GET', `/contacts/${session}?limit=1${cursor && `&cursor=${cursor}`}`)
    listed.push(...body.data.map((contact) => contact.phone))
    cursor = body.pagination.nextCursor
  }
  expect(listed).toEqual(expect.arrayContaining(people))
})

it('fills in a message that could not be decrypted when its sender sends it again', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  await waitForMessage(api, session, (await phones.write(customer, phone, 'first')).id, ['DELIVERED'])
  await phones.fault({ corrupt: true, phone: customer, count: 1 })
  const { id } = await phones.write(customer, phone, 'say again')
  const filled = await eventually(async () => {
    const { data } = (await api('GET', `/messages/${session}/${id}`)).body
    return data?.type === 'text' && data
  })
  expect(filled.content).toEqual({ text: 'say again' })
})

it('fills in a message without content when the phone sends it again', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  await waitForMessage(api, session, (await phones.write(customer, phone, 'first')).id, ['DELIVERED'])
  await phones.fault({ unavailable: 'none', phone, count: 1 })
  // The request to the phone waits until the placeholder is read, also on a slow machine.
  await phones.call('PUT', `/phones/${phone}`, { online: false })
  const { id } = await phones.write(customer, phone, 'given again')
  const placeholder = await waitForMessage(api, session, id, ['DELIVERED'])
  expect(placeholder).toMatchObject({ type: 'unknown', content: { kind: 'ciphertext' } })
  await phones.call('PUT', `/phones/${phone}`, { online: true })
  const filled = await eventually(async () => {
    const { data } = (await api('GET', `/messages/${session}/${id}`)).body
    return data?.type === 'text' && data
  })
  expect(filled.content).toEqual({ text: 'given again' })
})

it('keeps no placeholder of an edit that could not be decrypted at first', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  const { id } = await phones.write(customer, phone, 'frist')
  await waitForMessage(api, session, id, ['DELIVERED'])
  await phones.fault({ corrupt: true, phone: customer, count: 1 })
  await phones.call('POST', `/phones/${customer}/messages`, { type: 'edit', messageId: id, text: 'first' })
  await eventually(async () => (await api('GET', `/messages/${session}/${id}`)).body.data.edited)
  const own = async () => (await api('GET', `/messages/${session}?jid=${customer}`)).body.data
  await eventually(async () => (await own()).length === 1)
})

it('merges the chat of a LID with that of its number when the number is known', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.paired()
  const customer = await phones.create('Hidden')
  await phones.call('PUT', `/phones/${customer}`, { addressing: 'lid-only' })
  const hidden = await phones.write(customer, phone, 'who am I?')
  const { remoteJid: lid } = await waitForMessage(api, session, hidden.id, ['DELIVERED'])
  expect(lid).toMatch(/@lid$/)
  const reply = await api('POST', '/messages/send/text', {
    session,
    to: lid,
    text: 'I can not see your number',
  })
  await waitForMessage(api, session, reply.body.data.key.id, ['DELIVERED'])

  await phones.call('PUT', `/phones/${customer}`, { addressing: 'lid' })
  const shown = await phones.write(customer, phone, 'here it is')
  await waitForMessage(api, session, shown.id, ['DELIVERED'])
  const jid = `${customer}@s.whatsapp.net`
  expect((await api('GET', `/messages/${session}?jid=${customer}`)).body.data).toHaveLength(3)
  await phones.call('POST', `/phones/${customer}/messages`, { type: 'revoke', messageId: hidden.id })
  await eventually(async () => (await api('GET', `/messages/${session}/${hidden.id}`)).body.data.deleted)
  const later = await api('POST', '/messages/send/text', { session, to: lid, text: 'thank you' })
  expect(later.body.data.key.remoteJid).toBe(jid)
})
