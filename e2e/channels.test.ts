import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { inbox } from '#shared/database/index.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()
const STATUS = 'status@broadcast'

/** Creates a channel that a phone follows. */
async function follow(follower: string) {
  const { phones } = gateway
  const owner = await phones.create('Bakery')
  const { id } = (await phones.call('POST', `/phones/${owner}/channels`, { name: 'News' })).body
  await phones.call('POST', `/phones/${follower}/channels/${id}/follow`)
  const post = async (body: object) =>
    (await phones.call('POST', `/phones/${owner}/messages`, { to: id, ...body })).body.id as string
  return { channel: id as string, post }
}

/** Returns the events of a session about a chat, as type and id of the message, in their order. */
async function eventsOf(session: string, chat: string) {
  const { rows } = await gateway.services.db.execute<{ type: string; data: Record<string, unknown> }>(
    sql`select type, data from events where session_id = ${session} and chat = ${chat} order by seq`,
  )
  return rows
}

describe('a post of a channel', () => {
  it('is stored with its type, its text and its number, and is found by the channel', async () => {
    const { api } = gateway
    const { id: session, phone } = await gateway.paired()
    const { channel, post } = await follow(phone)
    const id = await post({ type: 'text', text: 'Fresh bread' })
    expect(await waitForMessage(api, session, id, ['DELIVERED'])).toMatchObject({
      ...{ remoteJid: channel, fromMe: false, type: 'text', source: 'contact' },
      content: { text: 'Fresh bread', serverId: 1 },
    })
    const poll = await post({ type: 'poll', name: 'Which bread?', options: ['Rye', 'Wheat'] })
    expect(await waitForMessage(api, session, poll, ['DELIVERED'])).toMatchObject({
      type: 'poll',
      content: { poll: { name: 'Which bread?' }, serverId: 2 },
    })
    const listed = (await api('GET', `/messages/${session}?jid=${channel}`)).body.data
    expect(listed.map((message: { id: string }) => message.id)).toEqual([poll, id])
    expect((await eventsOf(session, channel)).map(({ type, data }) => [type, data.from])).toEqual([
      ['message.received', channel],
      ['message.received', channel],
    ])
    const contacts = (await api('GET', `/contacts/${session}?limit=100`)).body.data
    expect(contacts.some(({ jid }: { jid: string }) => jid === channel)).toBe(false)
  })

  it('has its file, which is not encrypted', async () => {
    const { api } = gateway
    const { id: session, phone } = await gateway.paired()
    const { post } = await follow(phone)
    const base64 = Buffer.from('a picture').toString('base64')
    const id = await post({ type: 'image', base64, mimetype: 'image/png', caption: 'Rye' })
    const { content } = await eventually(async () => {
      const { data } = (await api('GET', `/messages/${session}/${id}`)).body
      return data?.media === 'stored' && data
    })
    expect(content).toMatchObject({ caption: 'Rye', size: 9 })
    expect(await (await fetch(content.mediaUrl)).text()).toBe('a picture')
  })

  it('takes the edit and the deletion of its owner', async () => {
    const { api } = gateway
    const { id: session, phone } = await gateway.paired()
    const { channel, post } = await follow(phone)
    const id = await post({ type: 'text', text: 'Frehs bread' })
    await waitForMessage(api, session, id, ['DELIVERED'])
    await post({ type: 'edit', messageId: id, text: 'Fresh bread' })
    const edited = await eventually(async () => {
      const { data } = (await api('GET', `/messages/${session}/${id}`)).body
      return data.edited && data
    })
    expect(edited.content).toEqual({ text: 'Fresh bread', serverId: 1 })
    await post({ type: 'revoke', messageId: id })
    await eventually(async () => (await api('GET', `/messages/${session}/${id}`)).body.data.deleted)
    expect((await eventsOf(session, channel)).map(({ type }) => type)).toEqual([
      'message.received',
      'message.updated',
      'message.deleted',
    ])
  })
})

it('does not acknowledge a post that the database refuses, and stores it when WhatsApp sends it again', async () => {
  const { api, services } = gateway
  const { id: session, phone } = await gateway.pair()
  const { post } = await follow(phone)
  await services.db.execute(sql`
    create or replace function refuse_journal() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = '53100'; end $$`)
  await services.db.execute(
    sql.raw(`create trigger refuse_journal before insert on inbox for each row when (new.session_id = '${session}')
      execute function refuse_journal()`),
  )
  const id = await post({ type: 'text', text: 'Fresh bread' })
  await eventually(async () => (await api('GET', `/sessions/${session}`)).body.data.status !== 'connected')
  expect((await api('GET', `/messages/${session}/${id}`)).status).toBe(404)
  await services.db.execute(sql`drop trigger refuse_journal on inbox`)
  expect(await waitForMessage(api, session, id, ['DELIVERED'])).toMatchObject({
    content: { text: 'Fresh bread' },
  })
})

describe('a status post', () => {
  it('is ignored unless the session asks for status posts, and is then stored under its author', async () => {
    const { api, phones, services } = gateway
    const { id: session, phone } = await gateway.pair()
    const contact = await phones.create('Ayşe')
    await waitForMessage(api, session, (await phones.write(contact, phone, 'hi')).id, ['DELIVERED'])
    // The first post also has the key of its author, which is no message.
    await phones.write(contact, STATUS, 'At work')
    await waitForMessage(api, session, (await phones.write(contact, phone, 'hello')).id, ['DELIVERED'])
    const keptRows = async () =>
      await services.db.$count(inbox, and(eq(inbox.sessionId, session), sql`length(${inbox.value}) > 0`))
    const before = await keptRows()
    const ignored = await phones.write(contact, STATUS, 'At home')
    // A later message of the author proves that the connector has processed the post.
    await waitForMessage(api, session, (await phones.write(contact, phone, 'again')).id, ['DELIVERED'])
    expect((await api('GET', `/messages/${session}/${ignored.id}`)).status).toBe(404)
    expect(await keptRows()).toBe(before)

    const changed = await api('PUT', `/sessions/${session}`, { receiveStatus: true })
    expect([changed.status, changed.body.data.receiveStatus]).toEqual([200, true])
    const stored = await eventually(async () => {
      const { id } = await phones.write(contact, STATUS, 'At the beach')
      await waitForMessage(api, session, (await phones.write(contact, phone, 'seen?')).id, ['DELIVERED'])
      const answer = await api('GET', `/messages/${session}/${id}`)
      return answer.status === 200 && answer.body.data
    })
    expect(stored).toMatchObject({
      ...{ remoteJid: STATUS, participant: `${contact}@s.whatsapp.net`, fromMe: false, type: 'text' },
      content: { text: 'At the beach' },
    })
    const own = await phones.write(phone, STATUS, 'My own status')
    expect(await waitForMessage(api, session, own.id, ['SENT', 'DELIVERED'])).toMatchObject({
      remoteJid: STATUS,
      fromMe: true,
      source: 'phone',
    })
    await phones.call('POST', `/phones/${contact}/messages`, { type: 'revoke', messageId: stored.id })
    await eventually(async () => (await api('GET', `/messages/${session}/${stored.id}`)).body.data.deleted)
    const listed = (await api('GET', `/messages/${session}?jid=${STATUS}`)).body.data
    expect(listed.some(({ id }: { id: string }) => id === stored.id)).toBe(true)
    const [received] = (await eventsOf(session, STATUS)).filter(({ type }) => type === 'message.received')
    expect(received?.data).toMatchObject({ from: STATUS, participant: `${contact}@s.whatsapp.net` })
  })
})
