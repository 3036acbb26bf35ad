import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { removeErasedFiles } from '#shared/domain/messages/index.ts'
import { runPersonRequests } from '#shared/domain/persons/index.ts'
import { NO_BOUNDS } from './support/context.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage } from './support/gateway.ts'
import { tablesNaming } from './support/person.ts'
import { isAbout, startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()
const SECRET = 'the secret words'

/** Returns the tables that still contain the text. Journal rows are encrypted, and empty after their message is stored. */
async function saying(session: string): Promise<string[]> {
  const { rows } = await gateway.services.db.execute<{ place: string }>(sql`
    select 'messages' as place from messages where session_id = ${session} and content::text like ${`%${SECRET}%`}
    union select 'events' from events where session_id = ${session} and data::text like ${`%${SECRET}%`}
    union select 'attempts' from delivery_attempts where response like ${`%${SECRET}%`}
    union select 'journal' from inbox where session_id = ${session} and processed_at is not null and octet_length(value) > 4096`)
  return rows.map(({ place }) => place).sort()
}

type Chat = { session: string; business: string; customer: string }
const { api, phones } = {
  api: (...call: Parameters<typeof gateway.api>) => gateway.api(...call),
  phones: (method: string, path: string, body?: object) => gateway.phones.call(method, path, body),
}
const write = async (phone: string, to: string, body: object): Promise<string> =>
  (await phones('POST', `/phones/${phone}/messages`, { to, ...body })).body.id

/** Ways to write a message and to erase it. */
const WAYS: [string, (chat: Chat) => Promise<string>, (chat: Chat, id: string) => Promise<unknown>][] = [
  [
    'deleted by the API',
    ({ customer, business }) => write(customer, business, { type: 'text', text: SECRET }),
    ({ session }, id) => api('DELETE', `/messages/${session}/${id}`),
  ],
  [
    'revoked by its sender',
    ({ customer, business }) => write(customer, business, { type: 'text', text: SECRET }),
    ({ customer, business }, id) => write(customer, business, { type: 'revoke', messageId: id }),
  ],
  [
    'revoked from the own phone',
    ({ customer, business }) => write(business, customer, { type: 'text', text: SECRET }),
    ({ customer, business }, id) => write(business, customer, { type: 'revoke', messageId: id }),
  ],
  [
    'revoked by the API',
    ({ customer, business }) => write(business, customer, { type: 'text', text: SECRET }),
    ({ session }, id) => api('POST', `/messages/${session}/${id}/revoke`),
  ],
]

it.each(WAYS)(
  'the text of a message that is %s is erased everywhere, and a replay has no content',
  async (_, say, erase) => {
    const { id: session, phone: business } = await gateway.paired()
    const chat = { session, business, customer: await gateway.phones.create() }
    let isDown = true
    const receiver = await startReceiver(({ raw }, response) => {
      if (isDown) response.writeHead(410).end(raw)
    })
    const events = ['message.received', 'message.from_phone', 'message.updated']
    const webhook = (await api('POST', '/webhooks', { url: receiver.url, events })).body.data.id
    const logged = async () => (await api('GET', `/webhooks/${webhook}/logs`)).body.data
    const id = await say(chat)
    await eventually(async () => (await logged())[0]?.attempts.length === 1)
    expect(await saying(session)).toEqual(['attempts', 'events', 'messages'])
    await erase(chat, id)
    await eventually(async () => (await saying(session)).length === 0)
    isDown = false
    expect((await api('PATCH', `/webhooks/${webhook}`, { enabled: true })).status).toBe(200)
    const [delivery] = await logged()
    expect(JSON.stringify(delivery)).not.toContain(SECRET)
    await api('POST', `/webhooks/${webhook}/deliveries/${delivery.id}/replay`)
    const replayed = await receiver.waitFor((one) => isAbout(id)(one) && !one.raw.includes(SECRET))
    const { data } = replayed.body
    expect(replayed.body).toMatchObject({ id: delivery.eventId, data: { id, erased: true } })
    expect(Object.values('content' in data ? data.content : ['no content']).filter(Boolean)).toEqual([])
    await api('DELETE', `/webhooks/${webhook}`)
  },
)

it.each(['pn', 'lid'])(
  'a recipient that the server names by %s and that requests an erased message again gets nothing, and then the next message',
  async (addressing) => {
    const { id: session, phone: business } = await gateway.paired()
    const customer = await gateway.phones.create()
    await gateway.phones.call('PUT', `/phones/${customer}`, { addressing })
    const first = await sendText(gateway.api, session, customer, 'hello')
    await waitForMessage(gateway.api, session, first, ['DELIVERED'])
    await gateway.phones.setOnline(customer, false)
    const erased = await sendText(gateway.api, session, customer, SECRET)
    await waitForMessage(gateway.api, session, erased, ['SENT'])
    expect((await api('DELETE', `/messages/${session}/${erased}`)).status).toBe(200)
    await gateway.phones.fault({ undecryptable: true, phone: customer, count: 1 })
    await gateway.phones.setOnline(customer, true)
    const next = await sendText(gateway.api, session, customer, 'and on')
    await waitForMessage(gateway.api, session, next, ['DELIVERED'])
    const texts = (await gateway.phones.shown(customer, business)).map(({ text }) => text)
    expect(texts).toEqual(['hello', 'and on'])
    expect((await api('GET', `/messages/${session}/${erased}`)).status).toBe(404)
  },
)

it('a file is erased with its message', async () => {
  const { id: session, phone: business } = await gateway.paired()
  const customer = await gateway.phones.create()
  const base64 = Buffer.from('%PDF-1.4 a secret document').toString('base64')
  const id = await write(customer, business, {
    type: 'document',
    base64,
    filename: 'a.pdf',
    mimetype: 'application/pdf',
  })
  const url = await eventually(
    async () => (await api('GET', `/messages/${session}/${id}`)).body.data?.content.mediaUrl,
  )
  expect((await fetch(url)).status).toBe(200)
  await api('DELETE', `/messages/${session}/${id}`)
  await eventually(async () => (await fetch(url)).status === 404, 30_000)
})

const LONG = 'n'.repeat(2_000)
const CUT = 'n'.repeat(1_000)

it.each([
  ['a text', { type: 'text', text: `${'x'.repeat(65_535)}😀` }, { text: 'x'.repeat(65_535) }],
  [
    'a poll',
    raw({
      pollCreationMessageV3: {
        name: LONG,
        options: [{ optionName: LONG }, { optionName: 'p' }],
        selectableOptionsCount: 1,
      },
    }),
    { text: LONG, poll: { name: CUT, options: [CUT, 'p'], selectable: 1 } },
  ],
  [
    'the name of a place',
    raw({ locationMessage: { degreesLatitude: 1, degreesLongitude: 2, name: LONG } }),
    { latitude: 1, longitude: 2, name: CUT },
  ],
])(
  '%s beyond the limit is truncated and marked, in the history and for webhooks',
  async (_, body, content) => {
    const { id: session, phone: business } = await gateway.paired()
    const customer = await gateway.phones.create()
    const receiver = await startReceiver()
    const webhook = (await api('POST', '/webhooks', { url: receiver.url, events: ['message.received'] })).body
      .data.id
    const id = await write(customer, business, body)
    const stored = await waitForMessage(gateway.api, session, id, ['DELIVERED'])
    expect(stored.content).toEqual({ ...content, truncated: true })
    const told = await receiver.waitForEvent('message.received', ({ data }) => data.id === id)
    expect(told.data.content).toMatchObject({ ...content, truncated: true })
    await api('DELETE', `/webhooks/${webhook}`)
  },
)

function raw(message: object) {
  return { type: 'raw', message }
}

const WORDS = 'words of one person alone'

it('the erasure of a person leaves no trace of a real conversation, and the person can write again', async () => {
  const { id: session, phone: business } = await gateway.paired()
  const customer = await gateway.phones.create('Somebody Unmistakable')
  const traces = [customer, WORDS, 'Somebody Unmistakable']
  const webhook = await api('POST', '/webhooks', { url: 'http://127.0.0.1:9/', events: ['*'] })
  await write(customer, business, { type: 'text', text: `${WORDS} of ${customer}` })
  await write(customer, business, { type: 'location', latitude: 1, longitude: 2, name: WORDS })
  const sent = await sendText(gateway.api, session, customer, WORDS)
  await waitForMessage(gateway.api, session, sent, ['DELIVERED'])
  await api('GET', `/contacts/${session}/check?phones=${customer}`)
  const recipients = [{ phone: customer, name: WORDS }]
  await api('POST', '/broadcast/lists', { name: 'Customers', recipients })
  await api('POST', '/broadcast/campaigns', { session, name: 'Sale', text: 'Hi', recipients, draft: true })
  await eventually(
    async () => (await api('GET', `/messages/${session}?jid=${customer}`)).body.data.length === 3,
  )
  const { db } = gateway.services
  expect((await tablesNaming(db, traces)).length).toBeGreaterThan(5)

  const { status, body } = await api('DELETE', `/persons/${customer}`)
  expect([status, body.data.status]).toEqual([202, 'running'])
  let clock = 0
  await eventually(async () => {
    clock += 60_000
    const ctx = { ...gateway.services, now: () => new Date(Date.now() + clock) }
    await runPersonRequests({ ctx, input: NO_BOUNDS })
    await removeErasedFiles({ ctx, input: NO_BOUNDS })
    return (await api('GET', `/person-requests/${body.data.id}`)).body.data.status === 'completed'
  })
  expect(await tablesNaming(db, traces)).toEqual([])

  const again = await write(customer, business, { type: 'text', text: 'here I am again' })
  await waitForMessage(gateway.api, session, again, ['DELIVERED', 'READ'])
  await api('DELETE', `/webhooks/${webhook.body.data.id}`)
})
