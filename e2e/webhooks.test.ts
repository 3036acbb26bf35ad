import { createHash, createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EventName, WebhookBody } from '#shared/contracts/events.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForStatus } from './support/gateway.ts'
import { isAbout, type Receiver, startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()
const SECRET = 'your_webhook_secret_min16chars'

type Told = <Type extends EventName>(
  event: Type,
  fits?: (data: DataOf<Type>) => boolean,
) => Promise<DataOf<Type>>
type DataOf<Type extends EventName> = WebhookBody<Type>['data']

/** A paired session, its phone, a customer, and a receiver of all events. */
interface Talk {
  session: string
  business: string
  customer: string
  receiver: Receiver
  /** Waits for an event of the session, and returns its data. */
  told: Told
}

let talk: Omit<Talk, 'receiver' | 'told'>
beforeAll(async () => {
  const { id: session, phone: business } = await gateway.pair()
  talk = { session, business, customer: await gateway.phones.create('Ahmet') }
})

async function listen(given: object = {}, session = talk.session): Promise<Talk> {
  const receiver = await startReceiver()
  const input = { url: receiver.url, events: ['*'], secret: SECRET, ...given }
  expect((await gateway.api('POST', '/webhooks', input)).status).toBe(201)
  return {
    ...talk,
    receiver,
    told: toldOf(receiver, session),
  }
}

/** Returns a function that waits for an event of a session, and returns its data. */
function toldOf(receiver: Receiver, session: string): Told {
  return async (event, fits = () => true) =>
    (await receiver.waitForEvent(event, (body) => body.session === session && fits(body.data))).data
}

/** Verifies a signature with the snippet of the public docs. */
function verify(rawBody: Buffer, signature: unknown, secret: string) {
  const expected = `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`
  return signature === expected
}

it("posts a contact's message in the format of the public docs, with both signatures", async () => {
  const { receiver, session, business, customer } = await listen({ events: ['message.received'] })
  const written = await gateway.phones.write(customer, business, 'Hey, is my order ready?')
  const { headers, raw, body, rawHeaders } = await receiver.waitFor(isAbout(written.id))
  expect(body).toEqual({
    event: 'message.received',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    session,
    data: {
      id: written.id,
      from: `${customer}@s.whatsapp.net`,
      fromLid: expect.stringMatching(/@lid$/),
      type: 'text',
      timestamp: expect.any(Number),
      content: { text: 'Hey, is my order ready?', caption: '', mimetype: '', filename: '', base64: '' },
      pushName: 'Ahmet',
    },
    id: expect.stringMatching(/^evt_/),
  })
  expect(Object.keys(body)).toEqual(['event', 'timestamp', 'session', 'data', 'id'])
  expect(rawHeaders).toEqual(expect.arrayContaining(['Content-Type', 'application/json']))
  expect(rawHeaders).toEqual(expect.arrayContaining(['User-Agent', 'Vesper-Webhook/1.0']))
  expect(rawHeaders).toEqual(expect.arrayContaining(['X-Vesper-Event', 'message.received']))
  expect(headers['x-vesper-delivery']).toMatch(/^[\w-]{21}$/)
  expect(verify(raw, headers['x-vesper-signature'], SECRET)).toBe(true)
  const standard = new Webhook(SECRET, { format: 'raw' })
  expect(standard.verify(raw, headers as Record<string, string>)).toEqual(body)
})

it('reports messages that the user writes on the phone', async () => {
  const { told, business, customer } = await listen()
  const { id } = await gateway.phones.write(business, customer, 'Yes, it will be ready in 10 minutes!')
  expect(await told('message.from_phone', (data) => data.id === id)).toEqual({
    id,
    to: `${customer}@s.whatsapp.net`,
    toLid: expect.stringMatching(/@lid$/),
    type: 'text',
    content: { text: 'Yes, it will be ready in 10 minutes!' },
    pushName: expect.any(String),
  })
})

describe('the events of a sent message', () => {
  it('report each status once, in order', async () => {
    const { told, receiver, session, business, customer } = await listen()
    const id = await sendText(gateway.api, session, customer, 'hello')
    await gateway.phones.waitFor(customer, id)
    await gateway.phones.read(customer, business)
    await told('message.read', (data) => data.id === id)
    const mine = receiver.received.filter(isAbout(id))
    expect(mine.map(({ body }) => body.event)).toEqual(['message.sent', 'message.delivered', 'message.read'])
    for (const { body } of mine)
      expect(body.data).toEqual({
        id,
        session,
        remoteJid: `${customer}@s.whatsapp.net`,
        remoteLid: expect.stringMatching(/@lid$/),
        phone: customer,
      })
  })

  it('report the reason of a failure', async () => {
    const { told, session } = await listen()
    const id = await sendText(gateway.api, session, '905550000001', 'nobody is there')
    expect(await told('message.failed', (data) => data.id === id)).toEqual({
      id,
      session,
      remoteJid: '905550000001@s.whatsapp.net',
      phone: '905550000001',
      reason: 'not_on_whatsapp',
    })
  })

  it('report an edit and a revocation', async () => {
    const { told, session, customer } = await listen()
    const id = await sendText(gateway.api, session, customer, 'hello')
    await told('message.delivered', (data) => data.id === id)
    await gateway.api('POST', `/messages/${session}/${id}/edit`, { text: 'hello again' })
    expect(await told('message.updated', (data) => data.id === id)).toEqual({
      id,
      remoteJid: `${customer}@s.whatsapp.net`,
      remoteLid: expect.stringMatching(/@lid$/),
      phone: customer,
      message: { conversation: 'hello again' },
    })
    await gateway.api('POST', `/messages/${session}/${id}/revoke`)
    await told('message.deleted', (data) => data.id === id)
  })
})

it("reports a contact's edit and revocation", async () => {
  const { told, session, business, customer } = await listen()
  const { id } = await gateway.phones.write(customer, business, 'helo')
  await told('message.received', (data) => data.id === id)
  const change = (body: object) =>
    gateway.phones.call('POST', `/phones/${customer}/messages`, { to: business, messageId: id, ...body })
  await change({ type: 'edit', text: 'hello' })
  expect(await told('message.updated', (data) => data.id === id)).toEqual({
    id,
    remoteJid: `${customer}@s.whatsapp.net`,
    remoteLid: expect.stringMatching(/@lid$/),
    phone: customer,
    message: { conversation: 'hello' },
  })
  await change({ type: 'revoke' })
  expect(await told('message.deleted', (data) => data.id === id)).toEqual({
    id,
    session,
    remoteJid: `${customer}@s.whatsapp.net`,
    remoteLid: expect.stringMatching(/@lid$/),
    phone: customer,
  })
})

describe('a file', () => {
  const bytes = Buffer.alloc(50_000, 'a picture ')
  const picture = {
    type: 'document',
    base64: bytes.toString('base64'),
    mimetype: 'application/pdf',
    filename: 'a.pdf',
  }

  async function write({ business, customer }: Talk): Promise<string> {
    const written = await gateway.phones.call('POST', `/phones/${customer}/messages`, {
      to: business,
      ...picture,
    })
    return written.body.id
  }

  it('is sent as base64 with an expiring URL, and before later messages', async () => {
    const listening = await listen()
    const id = await write(listening)
    const behind = await gateway.phones.write(listening.customer, listening.business, 'that was the bill')
    const { content, media, type } = await listening.told('message.received', (data) => data.id === id)
    expect(type).toBe('document')
    expect(media).toBe('stored')
    expect(content).toMatchObject({ mimetype: 'application/pdf', filename: 'a.pdf', size: bytes.length })
    expect(Buffer.from(content.base64, 'base64').equals(bytes)).toBe(true)
    const file = Buffer.from(await (await fetch(content.mediaUrl ?? '')).arrayBuffer())
    expect(createHash('sha256').update(file).digest('hex')).toBe(content.sha256)
    await listening.told('message.received', (data) => data.id === behind.id)
    const order = listening.receiver.of('message.received').map(({ body }) => body.data.id)
    expect(order.indexOf(id)).toBeLessThan(order.indexOf(behind.id))
  })

  it("is sent only as a URL if it exceeds the webhook's limit", async () => {
    const listening = await listen({ inlineLimitBytes: bytes.length - 1 })
    const id = await write(listening)
    const { content } = await listening.told('message.received', (data) => data.id === id)
    expect(content).toMatchObject({
      base64: '',
      size: bytes.length,
      mediaUrl: expect.stringMatching(/^http/),
    })
  })
})

it('reports the QR codes, the connection and the end of a session', async () => {
  const { receiver } = await listen({ events: ['session.qr', 'session.connected', 'session.disconnected'] })
  const { body } = await gateway.api('POST', '/sessions', { name: 'told of' })
  const session = body.data.id
  const told = toldOf(receiver, session)
  const qr = await told('session.qr')
  expect(qr).toEqual({
    session,
    qr: expect.stringMatching(/^data:image\/png;base64,/),
    expiresAt: expect.stringMatching(/Z$/),
  })
  const phone = await gateway.phones.create('My Business')
  await gateway.phones.scan(phone, qr.qr)
  // A personal account tells its name after the first login only.
  expect(await told('session.connected')).toEqual({
    session,
    phone,
    pushName: null,
    lid: expect.stringMatching(/@lid$/),
  })
  await eventually(async () => {
    const { body } = await gateway.api('GET', `/sessions/${session}`)
    return body.data.pushName === 'My Business'
  })
  await gateway.phones.drop(phone)
  expect(await told('session.disconnected')).toEqual({ session, reason: 'connection_lost' })
  await waitForStatus(gateway.api, session, 'connected')
  await gateway.phones.unlink(phone)
  await told('session.disconnected', (data) => data.reason === 'logged_out')
  const reasons = receiver.received
    .filter(({ body }) => body.session === session && body.event !== 'session.qr')
    .map(({ body }) => ('reason' in body.data ? body.data.reason : 'connected'))
  expect(reasons).toEqual(['connected', 'connection_lost', 'connected', 'logged_out'])
})

it('a restart and a deletion are reported in order, and a deletion ends the campaigns of the session at once', async () => {
  const events = ['session.connected', 'session.disconnected', 'session.deleted', 'campaign.completed']
  const { receiver } = await listen({ events })
  const { api } = gateway
  const { id: session } = await gateway.pair()
  const told = toldOf(receiver, session)
  expect((await api('POST', `/sessions/${session}/restart`)).body.data).toMatchObject({
    status: 'connecting',
    reason: 'connection_lost',
  })
  await waitForStatus(api, session, 'connected')
  const input = { session, text: 'x', recipients: [{ phone: '905551234567' }] }
  const later = { ...input, name: 'later', scheduledAt: '2099-01-01T00:00:00Z' }
  const campaigns = await Promise.all(
    [later, { ...input, name: 'draft', draft: true }].map((given) =>
      api('POST', '/broadcast/campaigns', given),
    ),
  )
  const { name } = (await api('GET', `/sessions/${session}`)).body.data
  await api('DELETE', `/sessions/${session}`)
  for (const { body } of campaigns)
    expect((await api('GET', `/broadcast/campaigns/${body.data.id}`)).body.data).toMatchObject({
      status: 'failed',
      reason: 'session_deleted',
    })
  expect(await told('session.deleted')).toEqual({ session, name })
  await told('campaign.completed', (data) => data.name === 'later')
  await told('campaign.completed', (data) => data.name === 'draft')
  const about = receiver.received.filter(({ body }) => body.session === session).map(({ body }) => body.event)
  expect(about.filter((event) => event !== 'campaign.completed')).toEqual([
    ...['session.connected', 'session.disconnected', 'session.connected', 'session.deleted'],
  ])
})

it('a group description is sent without characters that PostgreSQL cannot store, and ends no connection', async () => {
  const { told, receiver, business, customer } = await listen()
  const made = await gateway.phones.call('POST', `/phones/${customer}/groups`, {
    subject: 'Orders',
    participants: [business],
  })
  const groupId = made.body.id
  const path = `/phones/${customer}/groups/${groupId}`
  await gateway.phones.call('PUT', path, { description: 'a\u0000b' })
  expect(await told('group.update', (data) => data.groupId === groupId)).toMatchObject({
    changes: { description: 'ab' },
  })
  expect(receiver.of('session.disconnected')).toEqual([])
})

it('reports joins, leaves and changes of a group', async () => {
  const { told, session, business, customer } = await listen()
  const other = await gateway.phones.create('Ayşe')
  const made = await gateway.phones.call('POST', `/phones/${business}/groups`, {
    subject: 'Orders',
    participants: [customer],
  })
  const groupId = made.body.id
  const jid = (phone: string) => `${phone}@s.whatsapp.net`
  const change = (method: string, path: string, body: object) =>
    gateway.phones.call(method, `/phones/${business}/groups/${groupId}${path}`, body)
  const lid = expect.stringMatching(/@lid$/)
  const by = { actor: jid(business), actorLid: lid }
  const about = { session, groupId, ...by }
  expect(await told('group.join', (data) => data.groupId === groupId)).toEqual({
    ...about,
    action: 'add',
    participants: [jid(business), jid(customer)],
    participantLids: [lid, lid],
  })
  await change('POST', '/add', { participants: [other] })
  expect(
    await told('group.join', (data) => data.groupId === groupId && data.participants.length === 1),
  ).toEqual({ ...about, action: 'add', participants: [jid(other)], participantLids: [lid] })
  await change('PUT', '', { subject: 'Orders 2' })
  expect(await told('group.update', (data) => data.groupId === groupId)).toEqual({
    ...about,
    action: 'subject',
    changes: { subject: 'Orders 2' },
  })
  await change('POST', '/remove', { participants: [other] })
  expect(await told('group.leave', (data) => data.groupId === groupId)).toMatchObject({
    action: 'remove',
    participants: [jid(other)],
  })
})
