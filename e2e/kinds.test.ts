import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'

const gateway = useSharedGateway()

/** Returns the session, its phone, and a customer with a first message. */
async function conversation() {
  const { api, phones } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  const first = await sendText(api, session, customer, 'Hello')
  await waitForMessage(api, session, first, ['DELIVERED'])
  return { api, phones, session, business, customer, first }
}

type Conversation = Awaited<ReturnType<typeof conversation>>

async function send({ api, session, customer }: Conversation, kind: string, body: object): Promise<string> {
  const answer = await api('POST', `/messages/send/${kind}`, { session, to: customer, ...body })
  expect([answer.status, answer.body]).toMatchObject([200, { data: { status: 'PENDING' } }])
  return answer.body.data.key.id
}

async function write({ phones, business, customer }: Conversation, body: object): Promise<string> {
  const answer = await phones.call('POST', `/phones/${customer}/messages`, { to: business, ...body })
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return answer.body.id
}

describe('a message that is sent', () => {
  it.each([
    ['location', { latitude: 41.0082, longitude: 28.9784, name: 'Istanbul', address: 'Fatih' }],
    ['poll', { name: 'Which day?', options: ['Monday', 'Tuesday'], selectable: 1 }],
    ['contact', { contacts: [{ name: 'Ayşe', phone: '+90 555 765 43 21' }] }],
  ])('as a %s is shown and stored as this kind', async (kind, body) => {
    const talk = await conversation()
    const id = await send(talk, kind, body)
    const shown = await talk.phones.waitFor(talk.customer, id)
    expect(shown.type).toBe(kind)
    const stored = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(stored).toMatchObject({ type: kind, fromMe: true })
  })

  it('as a reply contains the quoted message', async () => {
    const talk = await conversation()
    const question = await write(talk, { type: 'text', text: 'Is it ready?' })
    await waitForMessage(talk.api, talk.session, question, ['DELIVERED'])
    const id = await send(talk, 'text', { text: 'Yes', quoted: question })
    expect(await talk.phones.waitFor(talk.customer, id)).toMatchObject({
      text: 'Yes',
      quoted: { id: question },
    })
    const { content } = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(content.quoted).toMatchObject({ id: question, fromMe: false, text: 'Is it ready?' })
    const unknown = { session: talk.session, to: talk.customer, text: 'x', quoted: 'nothing' }
    expect((await talk.api('POST', '/messages/send/text', unknown)).status).toBe(404)
  })

  it('with a link shows the preview and the mentions of the sender', async () => {
    const talk = await conversation()
    const linkPreview = { url: 'https://example.com', title: 'Example' }
    const text = `Look, @${talk.customer}: https://example.com`
    const id = await send(talk, 'text', { text, linkPreview, mentions: [talk.customer] })
    expect(await talk.phones.waitFor(talk.customer, id)).toMatchObject({
      text,
      linkPreview,
      mentions: [talk.customer],
    })
  })

  it('as a reaction appears on its message', async () => {
    const talk = await conversation()
    const question = await write(talk, { type: 'text', text: 'Is it ready?' })
    await waitForMessage(talk.api, talk.session, question, ['DELIVERED'])
    await send(talk, 'reaction', { messageId: question, emoji: '👍' })
    await eventually(async () =>
      JSON.stringify(await talk.phones.waitFor(talk.customer, question)).includes('👍'),
    )
  })

  it.each([
    ['location', { latitude: 91, longitude: 0 }, 'latitude'],
    ['poll', { name: 'p', options: ['one'] }, 'options'],
    ['poll', { name: 'p', options: ['one', 'one'] }, 'options'],
    ['contact', { contacts: [{ name: 'x' }] }, 'contacts.0.phone'],
    ['reaction', { emoji: '👍' }, 'messageId'],
  ])('as an invalid %s is refused: %j', async (kind, body, path) => {
    const answer = await gateway.api('POST', `/messages/send/${kind}`, {
      session: 's',
      to: '905551234567',
      ...body,
    })
    expect([answer.status, answer.body.error.details[0].path]).toEqual([400, path])
  })
})

describe('a sent message', () => {
  it('can be edited, on the phone and in the history', async () => {
    const talk = await conversation()
    const { api, session, first } = talk
    const edited = await api('POST', `/messages/${session}/${first}/edit`, { text: 'Hello again' })
    expect([edited.status, edited.body.data]).toMatchObject([
      200,
      { id: first, content: { text: 'Hello again' }, edited: true },
    ])
    await eventually(async () => (await talk.phones.waitFor(talk.customer, first)).text === 'Hello again')
  })

  it('can be revoked, which erases its text on the phone and in the history', async () => {
    const { api, session, first, phones, customer } = await conversation()
    const revoked = await api('POST', `/messages/${session}/${first}/revoke`)
    expect(revoked.body.data).toMatchObject({ id: first, content: {}, deleted: true })
    await eventually(
      async () => (await phones.call('GET', `/phones/${customer}/messages`)).body[0].revoked === true,
    )
    expect((await api('POST', `/messages/${session}/${first}/edit`, { text: 'x' })).body.error.code).toBe(
      'CONFLICT',
    )
    expect((await api('POST', `/messages/${session}/${first}/forward`, { to: customer })).status).toBe(409)
  })

  it('can be forwarded with a mark', async () => {
    const { api, session, first, phones } = await conversation()
    const other = await phones.create()
    const { body } = await api('POST', `/messages/${session}/${first}/forward`, { to: other })
    await phones.waitFor(other, body.data.key.id)
    const stored = await waitForMessage(api, session, body.data.key.id, ['DELIVERED'])
    expect(stored.content).toEqual({ text: 'Hello', forwarded: true })
  })

  it('is changed only by its author', async () => {
    const talk = await conversation()
    const theirs = await write(talk, { type: 'text', text: 'theirs' })
    await waitForMessage(talk.api, talk.session, theirs, ['DELIVERED'])
    expect((await talk.api('POST', `/messages/${talk.session}/${theirs}/edit`, { text: 'x' })).status).toBe(
      409,
    )
    expect((await talk.api('POST', `/messages/${talk.session}/${theirs}/revoke`)).status).toBe(409)
  })
})

describe('a message from a contact', () => {
  it.each([
    [
      'location',
      { latitude: 41, longitude: 29, name: 'Here' },
      { latitude: 41, longitude: 29, name: 'Here' },
    ],
    [
      'contact',
      { contacts: [{ name: 'Ayşe', vcard: 'BEGIN:VCARD\nVERSION:3.0\nFN:Ayşe\nEND:VCARD' }] },
      { contacts: [{ name: 'Ayşe' }] },
    ],
    [
      'poll',
      { name: 'Which?', options: ['a', 'b'], selectable: 1 },
      { poll: { name: 'Which?', options: ['a', 'b'] } },
    ],
  ])('is stored with its type %s', async (type, body, content) => {
    const talk = await conversation()
    const id = await write(talk, { type, ...body })
    expect(await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])).toMatchObject({ type, content })
  })

  it('is stored with the facts that it disappears, was forwarded, or quotes', async () => {
    const talk = await conversation()
    const body = { type: 'text', text: 'for a day', ephemeral: 86_400, forwarded: true, quoted: talk.first }
    const id = await write(talk, body)
    const { content } = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(content).toMatchObject({
      text: 'for a day',
      ephemeral: 86_400,
      forwarded: true,
      quoted: { id: talk.first },
    })
  })

  it('is stored as unknown with the name of an unsupported kind, and delays no other message', async () => {
    const talk = await conversation()
    const id = await write(talk, { type: 'raw', message: { eventMessage: { name: 'Party' } } })
    const stored = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(stored).toMatchObject({ type: 'unknown', content: { kind: 'eventMessage' } })
    await waitForMessage(talk.api, talk.session, await write(talk, { type: 'text', text: 'next' }), [
      'DELIVERED',
    ])
  })

  it('can be a reaction to a message of ours', async () => {
    const talk = await conversation()
    const id = await write(talk, { type: 'reaction', messageId: talk.first, emoji: '❤️' })
    const stored = await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect(stored).toMatchObject({ type: 'reaction', content: { emoji: '❤️', messageId: talk.first } })
  })

  it('has its new text after an edit, and no text after it was revoked', async () => {
    const talk = await conversation()
    const { api, session } = talk
    const id = await write(talk, { type: 'text', text: 'frist' })
    await waitForMessage(api, session, id, ['DELIVERED'])
    await write(talk, { type: 'edit', messageId: id, text: 'first' })
    await eventually(async () => (await api('GET', `/messages/${session}/${id}`)).body.data.edited)
    expect((await api('GET', `/messages/${session}/${id}`)).body.data.content).toEqual({ text: 'first' })
    await write(talk, { type: 'revoke', messageId: id })
    const taken = await eventually(async () => {
      const { data } = (await api('GET', `/messages/${session}/${id}`)).body
      return data.deleted && data
    })
    expect(taken.content).toEqual({})
    expect((await api('GET', `/messages/${session}?jid=${talk.customer}`)).body.data).toHaveLength(2)
  })

  it('is marked as read by the API', async () => {
    const talk = await conversation()
    const id = await write(talk, { type: 'text', text: 'read me' })
    await waitForMessage(talk.api, talk.session, id, ['DELIVERED'])
    expect((await talk.api('POST', `/messages/${talk.session}/${id}/read`)).status).toBe(200)
    await eventually(async () => (await talk.phones.waitFor(talk.customer, id)).status === 'READ')
  })
})

describe('contacts', () => {
  it('are checked, each with its own result', async () => {
    const { api, session, customer } = await conversation()
    const { body } = await api('GET', `/contacts/${session}/check?phones=${customer},4915112345678`)
    expect(body.data).toEqual([
      {
        phone: customer,
        exists: true,
        jid: `${customer}@s.whatsapp.net`,
        lid: expect.stringMatching(/^\d+@lid$/),
      },
      { phone: '4915112345678', exists: false, jid: null, lid: null },
    ])
    expect((await api('GET', `/contacts/${session}/check?phones=x`)).status).toBe(400)
    expect((await api('GET', `/contacts/${session}/${customer}/picture`)).body.data).toEqual({ url: null })
  })

  it('see that the session is typing', async () => {
    const { api, session, customer } = await conversation()
    const answer = await api('POST', '/presence', { session, to: customer, state: 'composing' })
    expect([answer.status, answer.body.data]).toEqual([200, { state: 'composing' }])
  })
})
