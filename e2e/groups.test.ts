import type { Sandbox } from 'vesper-sandbox'
import { Client } from 'vesper-sandbox/client'
import { expect, it, onTestFinished } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()

/** Creates a group of the session with two members. */
async function group() {
  const { phones } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const members = [await phones.create('Ahmet'), await phones.create('Ayşe')]
  const made = await phones.call('POST', `/phones/${business}/groups`, {
    subject: 'Orders',
    participants: members,
  })
  expect(made.status).toBe(201)
  return { session, business, members, id: made.body.id as string }
}

/** Returns a message's status for each member, by phone number. */
async function recipients(session: string, message: string): Promise<Record<string, string>> {
  const { data } = (await gateway.api('GET', `/messages/${session}/${message}`)).body
  return Object.fromEntries(
    data.recipients.map(({ jid, status }: { jid: string; status: string }) => [jid.split('@')[0], status]),
  )
}

it('a message to a group is shown to every member, and has the lowest status of all members', async () => {
  const { api, phones } = gateway
  const { session, members, id: to } = await group()
  const [ahmet = '', ayse = ''] = members
  await phones.setOnline(ayse, false)
  const id = await sendText(api, session, to, 'Hello, all')
  expect((await phones.waitFor(ahmet, id)).text).toBe('Hello, all')
  await eventually(async () => (await recipients(session, id))[ahmet] === 'DELIVERED')
  expect(await recipients(session, id)).toEqual({ [ahmet]: 'DELIVERED', [ayse]: 'PENDING' })
  await waitForMessage(api, session, id, ['SENT'])

  await phones.setOnline(ayse, true)
  expect((await phones.waitFor(ayse, id)).text).toBe('Hello, all')
  await waitForMessage(api, session, id, ['DELIVERED'])
  await phones.read(ahmet, to)
  await eventually(async () => (await recipients(session, id))[ahmet] === 'READ')
  await waitForMessage(api, session, id, ['DELIVERED'])
  await phones.read(ayse, to)
  await waitForMessage(api, session, id, ['READ'])
})

it('a second message to a group sends no query to WhatsApp', async () => {
  const { api, phones } = gateway
  const { session, business, members, id: to } = await group()
  await waitForMessage(api, session, await sendText(api, session, to, 'first'), ['DELIVERED'])
  // The delay is longer than any time-out.
  await phones.fault({ iqDelayMs: 600_000, phone: business })
  const id = await sendText(api, session, to, 'second')
  for (const phone of members) await phones.waitFor(phone, id)
  await phones.healFaults()
})

it('a message in a group is stored with its author, and a reply names the author', async () => {
  const { api, phones } = gateway
  const { session, members, id: chat } = await group()
  const [ahmet = ''] = members
  const written = await phones.write(ahmet, chat, 'Is it ready?')
  const stored = await waitForMessage(api, session, written.id, ['DELIVERED'])
  expect(stored).toMatchObject({ remoteJid: chat, participant: `${ahmet}@s.whatsapp.net`, pushName: 'Ahmet' })
  const reply = await api('POST', '/messages/send/text', {
    session,
    to: chat,
    text: 'Yes',
    quoted: written.id,
  })
  await phones.waitFor(ahmet, reply.body.data.key.id)
  const { content } = await waitForMessage(api, session, reply.body.data.key.id, ['DELIVERED'])
  expect(content.quoted).toMatchObject({ id: written.id, participant: `${ahmet}@s.whatsapp.net` })
})

it('a message to a group without the session ends FAILED, and delays no other message', async () => {
  const { api, phones } = gateway
  const { id: session } = await gateway.paired()
  const id = await sendText(api, session, '120363000000000000@g.us', 'anybody?')
  expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({ reason: 'rejected_by_whatsapp' })
  const customer = await phones.create()
  await waitForMessage(api, session, await sendText(api, session, customer, 'on'), ['DELIVERED'])
})

it('a removed member cannot read later messages, and current members can', async () => {
  const { api, phones } = gateway
  const { session, members, id: to } = await group()
  const [ahmet = '', ayse = ''] = members
  // The members' computers show the messages that they can decrypt.
  const [removed, staying] = [await computerOf(ahmet), await computerOf(ayse)]
  const textsOf = async (computer: Client, text: string) =>
    await eventually(() => computer.texts().includes(text))
  await sendText(api, session, to, 'for both')
  await textsOf(removed, 'for both')
  await textsOf(staying, 'for both')

  const gone = await api('POST', `/groups/${to}/participants/remove`, { session, participants: [ahmet] })
  expect(gone.body.data).toMatchObject([{ status: 'removed' }])
  const id = await sendText(api, session, to, 'without Ahmet')
  await textsOf(staying, 'without Ahmet')
  const stanza = staying.stanzas.find(({ attrs }) => attrs.id === id)
  const enc = [stanza?.content ?? []]
    .flat()
    .find((node) => typeof node === 'object' && 'attrs' in node && node.attrs.type === 'skmsg')
  const { participant: authorJid = '' } = stanza?.attrs ?? {}
  const msg = (enc as { content: Uint8Array }).content
  await expect(
    removed.sock?.signalRepository.decryptGroupMessage({ group: to, authorJid, msg }),
  ).rejects.toThrow(/No session|SenderKey|key/i)

  const ali = await phones.create('Ali')
  await api('POST', `/groups/${to}/participants/add`, { session, participants: [ali] })
  const last = await sendText(api, session, to, 'with Ali')
  for (const phone of [ali, ayse]) expect((await phones.waitFor(phone, last)).text).toBe('with Ali')
  await textsOf(staying, 'with Ali')
  expect(await phones.shown(ahmet, to)).toMatchObject([{ text: 'for both' }])
})

/** Pairs a companion device of a phone, which runs Baileys. */
async function computerOf(phone: string): Promise<Client> {
  const client = await Client.create()
  onTestFinished(() => client.remove())
  await client.pair(gateway.info.sandbox as unknown as Sandbox, phone)
  return client
}

it('a message to a group of 200 reaches all members', async () => {
  const { api, phones } = gateway
  const { id: session } = await gateway.paired()
  const participants = await Promise.all(Array.from({ length: 199 }, () => phones.create()))
  const input = { session, subject: 'All of us', participants }
  // The API answers 504 on a slow machine. The repetition gets the response for the same group.
  const { body } = await eventually(async () => {
    const answer = await api('POST', '/groups/create', input, { 'idempotency-key': 'all-of-us' })
    return answer.status !== 504 && answer
  })
  expect(body.data.size).toBe(200)
  const id = await sendText(api, session, body.data.id, 'to all')
  await waitForMessage(api, session, id, ['DELIVERED'])
  const got = await Promise.all(participants.map((phone) => phones.shown(phone, body.data.id)))
  expect(got.filter(([message]) => message?.text === 'to all')).toHaveLength(199)
})
