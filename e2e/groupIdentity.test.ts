import { and, asc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EventType } from '#shared/contracts/events.ts'
import { events } from '#shared/database/index.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()
const jid = (phone: string) => `${phone}@s.whatsapp.net`
let session = ''
let business = ''

beforeAll(async () => {
  const paired = await gateway.pair()
  session = paired.id
  business = paired.phone
})

/** Creates a group of Ahmet, who is its admin, with our session and the given members. */
async function groupOf(admin: string, members: string[] = []): Promise<string> {
  const body = { subject: 'Orders', participants: [business, ...members] }
  const made = await gateway.phones.call('POST', `/phones/${admin}/groups`, body)
  expect(made.status).toBe(201)
  await eventually(async () => (await group(made.body.id)) !== undefined)
  return made.body.id
}

const group = async (id: string) => (await gateway.api('GET', `/groups/${session}/${id}`)).body.data
const message = async (id: string) => (await gateway.api('GET', `/messages/${session}/${id}`)).body.data
const lidOf = async (phone: string) => (await gateway.phones.call('GET', `/phones/${phone}`)).body.lid
const put = (phone: string, path: string, body: object) =>
  gateway.phones.call('PUT', `/phones/${phone}${path}`, body)
const act = async (phone: string, body: object) => {
  const { status, body: sent } = await gateway.phones.call('POST', `/phones/${phone}/messages`, body)
  expect(status, JSON.stringify(sent)).toBe(201)
  return sent
}
/** Returns the data of the session's events of a type that satisfy a condition, in their order. */
async function told(type: EventType, which: (data: Record<string, unknown>) => boolean) {
  const rows = await gateway.services.db
    .select({ data: events.data })
    .from(events)
    .where(and(eq(events.sessionId, session), eq(events.type, type)))
    .orderBy(asc(events.seq))
  return rows.map(({ data }) => data as Record<string, unknown>).filter(which)
}
const deletionsOf = (id: string) => told('message.deleted', (data) => data.id === id)
const joinsOf = (id: string) => told('group.join', ({ groupId }) => groupId === id)

it('deletes the messages that an admin deletes for everyone, also ours, and names the admin', async () => {
  const { api, phones } = gateway
  const [admin, member] = [await phones.create('Admin'), await phones.create('Member')]
  const chat = await groupOf(admin, [member])
  const written = await phones.write(member, chat, 'spam')
  await waitForMessage(api, session, written.id, ['DELIVERED'])
  const ours = await sendText(api, session, chat, 'also spam')
  await phones.waitFor(admin, ours)
  await phones.waitFor(admin, written.id)
  for (const messageId of [written.id, ours]) {
    await act(admin, { type: 'revoke', messageId })
    await eventually(async () => (await message(messageId)).deleted)
    expect(await message(messageId)).toMatchObject({ content: {} })
    expect(await deletionsOf(messageId)).toEqual([
      { id: messageId, session, remoteJid: chat, deletedBy: jid(admin), deletedByLid: await lidOf(admin) },
    ])
  }
})

it('changes nothing by a deletion of a plain member, of another chat, or by a forged key', async () => {
  const { api, phones } = gateway
  const [admin, member, liar] = [await phones.create(), await phones.create(), await phones.create()]
  const chat = await groupOf(admin, [member, liar])
  // The liar is the admin of a group of its own.
  const own = await groupOf(liar)
  const written = await phones.write(member, chat, 'true')
  const ours = await sendText(api, session, chat, 'true, too')
  for (const id of [written.id, ours]) {
    await phones.waitFor(liar, id)
    await act(liar, { type: 'revoke', messageId: id, forged: true })
    const key = {
      id,
      fromMe: false,
      remoteJid: chat,
      participant: await lidOf(id === ours ? business : member),
    }
    await act(liar, { type: 'raw', to: own, message: { protocolMessage: { type: 'REVOKE', key } } })
    const bare = { id, fromMe: true, remoteJid: chat }
    await act(liar, { type: 'raw', to: chat, message: { protocolMessage: { type: 'REVOKE', key: bare } } })
  }
  const last = await phones.write(liar, chat, 'done')
  await waitForMessage(api, session, last.id, ['DELIVERED'])
  expect(await message(written.id)).toMatchObject({ content: { text: 'true' } })
  expect(await message(ours)).toMatchObject({ content: { text: 'true, too' } })
  expect([await deletionsOf(written.id), await deletionsOf(ours)]).toEqual([[], []])
})

it('judges a deletion by the admins at its time, although the admin was demoted before we saw it', async () => {
  const { api, phones } = gateway
  const [owner, deputy] = [await phones.create(), await phones.create()]
  const chat = await groupOf(owner, [deputy])
  const ours = await sendText(api, session, chat, 'for everyone')
  await phones.waitFor(deputy, ours)
  await phones.fault({ refuseConnections: true })
  await phones.drop(business)
  await phones.call('POST', `/phones/${owner}/groups/${chat}/promote`, { participants: [deputy] })
  await act(deputy, { type: 'revoke', messageId: ours })
  await phones.call('POST', `/phones/${owner}/groups/${chat}/demote`, { participants: [deputy] })
  await phones.healFaults()
  await eventually(async () => (await message(ours)).deleted)
  expect(await deletionsOf(ours)).toMatchObject([{ deletedBy: jid(deputy) }])
})

it('revokes the message of another member as an admin, and refuses it to a plain member', async () => {
  const { api, phones } = gateway
  const [admin, member] = [await phones.create(), await phones.create()]
  const chat = await groupOf(admin, [member])
  const { id } = await phones.write(member, chat, 'unwanted')
  await waitForMessage(api, session, id, ['DELIVERED'])
  const refused = await api('POST', `/messages/${session}/${id}/revoke`, {})
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } })
  expect(refused.body.error.message).toContain('Only an admin of the group')
  await phones.call('POST', `/phones/${admin}/groups/${chat}/promote`, { participants: [business] })
  await eventually(async () =>
    (await group(chat)).participants.some(
      (one: { phone: string; admin: string }) => one.phone === business && one.admin,
    ),
  )
  const revoked = await api('POST', `/messages/${session}/${id}/revoke`, {})
  expect(revoked, JSON.stringify(revoked.body)).toMatchObject({
    status: 200,
    body: { data: { id, deleted: true, content: {} } },
  })
  for (const phone of [admin, member])
    await eventually(async () => ((await phones.waitFor(phone, id)) as { revoked?: true }).revoked)
  expect(await deletionsOf(id)).toMatchObject([
    { deletedBy: jid(business), deletedByLid: await lidOf(business) },
  ])
})

it('keeps one member whose number becomes known later: author, edits, deletions, recipient and group', async () => {
  const { api, phones } = gateway
  const [admin, hidden] = [await phones.create(), await phones.create('Hidden')]
  await put(hidden, '', { addressing: 'lid-only' })
  const chat = await groupOf(admin, [hidden])
  const lid = await lidOf(hidden)
  const [first, second] = [await phones.write(hidden, chat, 'one'), await phones.write(hidden, chat, 'two')]
  expect(await waitForMessage(api, session, second.id, ['DELIVERED'])).toMatchObject({ participant: lid })
  await phones.setOnline(hidden, false)
  const ours = await sendText(api, session, chat, 'to all')
  await phones.waitFor(admin, ours)
  await eventually(async () => (await message(ours)).recipients.length === 2)
  expect((await message(ours)).recipients).toContainEqual({ jid: lid, status: 'PENDING' })

  await put(hidden, '', { addressing: 'lid', online: true })
  await waitForMessage(api, session, ours, ['DELIVERED'])
  await act(hidden, { type: 'edit', messageId: first.id, text: 'one, edited' })
  await eventually(async () => (await message(first.id)).edited)
  expect(await message(first.id)).toMatchObject({
    participant: jid(hidden),
    content: { text: 'one, edited' },
  })
  await act(hidden, { type: 'revoke', messageId: second.id })
  await eventually(async () => (await message(second.id)).deleted)
  expect((await message(ours)).recipients.map((one: { jid: string }) => one.jid).sort()).toEqual(
    [jid(admin), jid(hidden)].sort(),
  )
  const { participants, size } = await group(chat)
  expect(size).toBe(3)
  expect(participants).toContainEqual({ jid: jid(hidden), phone: hidden, lid, username: null, admin: null })
  await phones.call('POST', `/phones/${admin}/groups/${chat}/promote`, { participants: [hidden] })
  await eventually(async () =>
    (await group(chat)).participants.some((one: { admin: string }) => one.admin === 'admin'),
  )
  expect(await group(chat)).toMatchObject({ size: 3 })
})

it('knows a member when the group changes from LIDs to numbers, and no stanza carries a pair', async () => {
  const { api, phones } = gateway
  const [admin, member] = [await phones.create(), await phones.create()]
  const chat = await groupOf(admin)
  await put(admin, `/groups/${chat}`, { hidesPairs: true })
  await phones.call('POST', `/phones/${admin}/groups/${chat}/add`, { participants: [member] })
  const lid = await lidOf(member)
  const written = await phones.write(member, chat, 'by LID')
  expect(await waitForMessage(api, session, written.id, ['DELIVERED'])).toMatchObject({ participant: lid })
  const ours = await sendText(api, session, chat, 'hello')
  await waitForMessage(api, session, ours, ['DELIVERED'])

  await put(admin, `/groups/${chat}`, { addressing: 'pn' })
  await act(member, { type: 'edit', messageId: written.id, text: 'by number' })
  await eventually(async () => (await message(written.id)).edited)
  expect(await message(written.id)).toMatchObject({
    participant: jid(member),
    content: { text: 'by number' },
  })
  await phones.read(member, chat)
  await eventually(async () =>
    (await message(ours)).recipients.some(
      (one: { jid: string; status: string }) => one.jid === jid(member) && one.status === 'READ',
    ),
  )
  expect((await message(ours)).recipients).toHaveLength(2)
  const later = await sendText(api, session, chat, 'to numbers')
  await waitForMessage(api, session, later, ['DELIVERED'])
  expect((await phones.waitFor(member, later)).text).toBe('to numbers')
})

it('emits group.join once when somebody adds the session, and when a group is created with or by it', async () => {
  const { api, phones } = gateway
  const [admin, member] = [await phones.create(), await phones.create()]
  const lid = await lidOf(business)
  const theirs = await phones.call('POST', `/phones/${admin}/groups`, {
    subject: 'Theirs',
    participants: [member],
  })
  await phones.call('POST', `/phones/${admin}/groups/${theirs.body.id}/add`, { participants: [business] })
  const added = await eventually(async () => (await joinsOf(theirs.body.id))[0])
  expect(added).toEqual({
    session,
    groupId: theirs.body.id,
    action: 'add',
    participants: [jid(business)],
    participantLids: [lid],
    actor: jid(admin),
    actorLid: await lidOf(admin),
  })

  const withUs = await groupOf(admin, [member])
  expect(await joinsOf(withUs)).toMatchObject([
    { participants: [jid(admin), jid(business), jid(member)], actor: jid(admin) },
  ])

  const { body } = await api('POST', '/groups/create', { session, subject: 'Ours', participants: [member] })
  expect(await joinsOf(body.data.id)).toMatchObject([
    { participants: [jid(business), jid(member)], actor: jid(business), actorLid: lid },
  ])
  // The notifications have arrived when a later message of the group is stored.
  for (const id of [theirs.body.id, withUs, body.data.id]) {
    const written = await phones.write(member, id, 'hello')
    await waitForMessage(api, session, written.id, ['DELIVERED'])
    expect(await joinsOf(id)).toHaveLength(1)
  }
})

it('names the quoted author and the mentioned persons by number and LID, and tells that it mentions us', async () => {
  const { api, phones } = gateway
  const [admin, member] = [await phones.create(), await phones.create()]
  const chat = await groupOf(admin, [member])
  const first = await phones.write(member, chat, 'Is it ready?')
  await phones.waitFor(admin, first.id)
  const mentions = [business, member, '905550000001']
  const reply = await act(admin, { type: 'text', to: chat, text: 'Ask them', quoted: first.id, mentions })
  const stored = await waitForMessage(api, session, reply.id, ['DELIVERED'])
  const content = {
    text: 'Ask them',
    quoted: {
      id: first.id,
      participant: jid(member),
      participantLid: await lidOf(member),
      text: 'Is it ready?',
    },
    mentions: mentions.map(jid),
    mentionLids: [await lidOf(business), await lidOf(member), null],
    mentionsMe: true,
  }
  expect(stored.content).toEqual(content)
  const [received] = await told('message.received', ({ id }) => id === reply.id)
  expect(received).toMatchObject({
    from: chat,
    participant: jid(admin),
    fromLid: await lidOf(admin),
    content,
  })
  const other = await act(admin, { type: 'text', to: chat, text: 'Not you', mentions: [member] })
  expect((await waitForMessage(api, session, other.id, ['DELIVERED'])).content).not.toHaveProperty(
    'mentionsMe',
  )
  const everyone = { extendedTextMessage: { text: '@all', contextInfo: { nonJidMentions: 1 } } }
  const all = await act(admin, { type: 'raw', to: chat, message: everyone })
  expect((await waitForMessage(api, session, all.id, ['DELIVERED'])).content).toMatchObject({
    mentionsMe: true,
  })
})

it.each([
  ['an encrypted edit', { type: 'edit' }],
  ['an edit of an older phone', { type: 'edit', plain: true }],
])('names each person that %s mentions, and forgets the mentions of the earlier text', async (_, edit) => {
  const [admin, member] = [await gateway.phones.create(), await gateway.phones.create()]
  const chat = await groupOf(admin, [member])
  const { id } = await act(admin, { type: 'text', to: chat, text: 'Ask', mentions: [member] })
  await waitForMessage(gateway.api, session, id, ['DELIVERED'])
  const change = async (text: string, mentions: string[]) => {
    await act(admin, { ...edit, messageId: id, text, mentions })
    await eventually(async () => (await message(id)).content.text === text)
    return (await message(id)).content
  }
  expect(await change('Ask us', [business, '905550000001'])).toMatchObject({
    mentions: [jid(business), jid('905550000001')],
    mentionLids: [await lidOf(business), null],
    mentionsMe: true,
  })
  expect(await change('Ask nobody', [])).toMatchObject({ mentions: [], mentionLids: [], mentionsMe: false })
})

it('names each person that an encrypted comment mentions, and tells that it mentions us', async () => {
  const [admin, member] = [await gateway.phones.create(), await gateway.phones.create()]
  const chat = await groupOf(admin, [member])
  const { id } = await act(admin, { type: 'text', to: chat, text: 'News' })
  await gateway.phones.waitFor(member, id)
  const mentions = [business, admin]
  const comment = await act(member, { type: 'comment', messageId: id, text: 'Look', mentions })
  await waitForMessage(gateway.api, session, comment.id, ['DELIVERED'])
  const content = {
    ...{ text: 'Look', messageId: id, mentions: mentions.map(jid), mentionsMe: true },
    mentionLids: [await lidOf(business), await lidOf(admin)],
  }
  expect((await message(comment.id)).content).toMatchObject(content)
  expect(await told('message.received', (data) => data.id === comment.id)).toMatchObject([{ content }])
})

it('names each person that our own edit mentions', async () => {
  const [admin, member] = [await gateway.phones.create(), await gateway.phones.create()]
  const chat = await groupOf(admin, [member])
  const { id } = await act(business, { type: 'text', to: chat, text: 'Ask', mentions: [admin] })
  await waitForMessage(gateway.api, session, id, ['DELIVERED', 'READ'])
  expect((await message(id)).content).toMatchObject({ mentionLids: [await lidOf(admin)] })
  const body = { text: 'Ask them', mentions: [member, admin] }
  expect((await gateway.api('POST', `/messages/${session}/${id}/edit`, body)).status).toBe(200)
  expect((await message(id)).content).toMatchObject({
    mentions: [jid(member), jid(admin)],
    mentionLids: [await lidOf(member), await lidOf(admin)],
  })
})

it('shows our own number and LID, and names both JIDs of a chat on its events', async () => {
  const { api, phones } = gateway
  expect((await api('GET', `/sessions/${session}`)).body.data).toMatchObject({
    phone: business,
    lid: await lidOf(business),
  })
  const [connected] = await told('session.connected', () => true)
  expect(connected).toMatchObject({ phone: business, lid: await lidOf(business) })
  const customer = await phones.create()
  const lid = await lidOf(customer)
  const id = await sendText(api, session, customer, 'hello')
  await waitForMessage(api, session, id, ['DELIVERED'])
  expect(await told('message.delivered', (data) => data.id === id)).toEqual([
    { id, session, remoteJid: jid(customer), remoteLid: lid, phone: customer },
  ])
  const written = await phones.write(business, customer, 'from the phone')
  await waitForMessage(api, session, written.id, ['DELIVERED'])
  expect(await told('message.from_phone', (data) => data.id === written.id)).toMatchObject([
    { to: jid(customer), toLid: lid },
  ])
})

it('finds a chat by number, JID or LID, also of a person who answers a message to the number by LID only', async () => {
  const { api, phones } = gateway
  const customer = await phones.create()
  await put(customer, '', { addressing: 'lid-only' })
  const lid = await lidOf(customer)
  const sent = await sendText(api, session, customer, 'hello')
  await waitForMessage(api, session, sent, ['DELIVERED'])
  const answer = await phones.write(customer, business, 'hi')
  expect(await waitForMessage(api, session, answer.id, ['DELIVERED'])).toMatchObject({
    remoteJid: jid(customer),
  })
  for (const name of [customer, `+${customer}`, jid(customer), lid]) {
    const { data } = (await api('GET', `/messages/${session}?jid=${encodeURIComponent(name)}`)).body
    expect(data.map((one: { id: string }) => one.id)).toEqual([answer.id, sent])
  }
})

describe('a message of a member', () => {
  /** Creates a group with LIDs and a group with numbers. One member shows the number, and one hides it. */
  async function talks() {
    const { phones } = gateway
    const [admin, known, hidden] = [await phones.create(), await phones.create(), await phones.create()]
    await put(hidden, '', { addressing: 'lid-only' })
    const [withLids, withNumbers] = [
      await groupOf(admin, [known, hidden]),
      await groupOf(admin, [known, hidden]),
    ]
    await put(admin, `/groups/${withNumbers}`, { addressing: 'pn' })
    return [withLids, withNumbers].flatMap((to) => [known, hidden].map((author) => ({ to, author })))
  }

  it('is marked as read, quoted and reacted to by the JID with which its group names the author', async () => {
    for (const { to, author } of await talks()) {
      const { id } = await gateway.phones.write(author, to, 'Read me')
      await waitForMessage(gateway.api, session, id, ['DELIVERED'])
      await gateway.phones.waitFor(business, id)
      expect(await gateway.api('POST', `/messages/${session}/${id}/read`)).toMatchObject({ status: 200 })
      await eventually(async () => {
        const { receipts } = await gateway.phones.waitFor(author, id)
        return receipts?.[business] === 'READ'
      })
      // The phone is another device of the session.
      await eventually(async () => (await gateway.phones.waitFor(business, id)).status === 'READ')
      const send = async (kind: string, body: object) =>
        (await gateway.api('POST', `/messages/send/${kind}`, { session, to, ...body })).body.data.key.id
      const reaction = await send('reaction', { messageId: id, emoji: '👍' })
      const reply = await send('text', { text: 'I did', quoted: id })
      expect(await gateway.phones.waitFor(author, reaction)).not.toHaveProperty('unmatched')
      const { quoted } = (await gateway.phones.waitFor(author, reply)) as { quoted?: object }
      expect(quoted).toMatchObject({ id })
      expect(quoted).not.toHaveProperty('unmatched')
    }
  })

  it('gets its file from the phone again if WhatsApp no longer has it', async () => {
    const chats = await talks()
    await gateway.phones.fault({ refuseConnections: true })
    await gateway.phones.drop(business)
    const ids: string[] = []
    for (const { to, author } of chats) {
      const { id } = await act(author, { to, type: 'image', base64: 'AAAA' })
      await gateway.phones.call('POST', `/phones/${author}/messages/${id}/expire-media`, {})
      ids.push(id)
    }
    await gateway.phones.healFaults()
    for (const id of ids)
      await eventually(async () => {
        const { media } = (await message(id)) ?? {}
        expect(media).not.toBe('failed')
        return media === 'stored'
      })
  })
})
