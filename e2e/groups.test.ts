import { expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage } from './support/gateway.ts'

const gateway = useGateway()

/** A paired session, and a group of it with two others. */
async function group() {
  const { phones } = gateway
  const { id: session, phone: business } = await gateway.pair()
  const members = [await phones.create('Ahmet'), await phones.create('Ayşe')]
  const made = await phones.call('POST', `/phones/${business}/groups`, {
    subject: 'Orders',
    participants: members,
  })
  expect(made.status).toBe(201)
  return { session, business, members, id: made.body.id as string }
}

/** How far a message got with each member, by number. */
async function recipients(session: string, message: string): Promise<Record<string, string>> {
  const { data } = (await gateway.api('GET', `/messages/${session}/${message}`)).body
  return Object.fromEntries(
    data.recipients.map(({ jid, status }: { jid: string; status: string }) => [jid.split('@')[0], status]),
  )
}

it('a message to a group is shown to every member, and its status is that of the slowest', async () => {
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

it('a message in a group is stored with its author, and a reply names it', async () => {
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

it('a message to a group that we are not in ends FAILED, and holds up nobody', async () => {
  const { api, phones } = gateway
  const { id: session } = await gateway.pair()
  const id = await sendText(api, session, '120363000000000000@g.us', 'anybody?')
  expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({ error: 'rejected_by_whatsapp' })
  const customer = await phones.create()
  await waitForMessage(api, session, await sendText(api, session, customer, 'on'), ['DELIVERED'])
})
