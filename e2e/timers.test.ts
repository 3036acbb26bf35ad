import { describe, expect, it } from 'vitest'
import { eventually } from './support/eventually.ts'
import { picture } from './support/files.ts'
import { sendText, useSharedGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { readQr } from './support/qr.ts'

const gateway = useSharedGateway()
const DAY = 86_400
const WEEK = 604_800

interface Shown {
  text?: string
  ephemeral?: number
  ephemeralAt?: number
  willNotDisappear?: boolean
}

async function talk() {
  const { id: session, phone: business } = await gateway.paired()
  const customer = await gateway.phones.create('Ahmet')
  // The first message creates the chat.
  await waitForMessage(gateway.api, session, await sendText(gateway.api, session, customer, 'Hello'), [
    'DELIVERED',
  ])
  return { session, business, customer }
}

const shown = async (phone: string, id: string) => (await gateway.phones.waitFor(phone, id)) as Shown

async function write(phone: string, body: object): Promise<string> {
  const answer = await gateway.phones.call('POST', `/phones/${phone}/messages`, body)
  expect([answer.status, answer.body]).toMatchObject([201, {}])
  return answer.body.id
}

/** Waits until the gateway knows the timer of a chat. */
async function waitForTimer(session: string, chat: string, seconds: number): Promise<void> {
  await eventually(async () => {
    const { body } = await gateway.api('GET', `/chats/${session}/${chat}`)
    return body.data?.ephemeralSeconds === seconds
  })
}

async function setTimer(session: string, chat: string, ephemeralSeconds: number) {
  return await gateway.api('PUT', `/chats/${session}/${chat}`, { ephemeralSeconds })
}

/** Sends a text, and expects it on a phone with the timer. */
async function expectTimer(session: string, to: string, seconds: number, phone = to): Promise<string> {
  const id = await sendText(gateway.api, session, to, 'Gone soon')
  const row = await shown(phone, id)
  expect(row.willNotDisappear).toBeUndefined()
  expect(row.ephemeral).toBe(seconds || undefined)
  if (seconds) expect(row.ephemeralAt).toBeGreaterThan(0)
  const stored = await waitForMessage(gateway.api, session, id, ['SENT', 'DELIVERED', 'READ'])
  expect(stored.content.ephemeral).toBe(seconds || undefined)
  return id
}

describe('a chat with a disappearing timer', () => {
  it('gives the timer to each kind of message, to reactions and to edits', async () => {
    const { session, business, customer } = await talk()
    const theirs = await write(customer, { to: business, type: 'text', text: 'Before' })
    await write(customer, { to: business, type: 'timer', seconds: WEEK })
    await waitForTimer(session, customer, WEEK)
    const text = await expectTimer(session, customer, WEEK)
    const file = (await picture('jpeg')).toString('base64')
    for (const [kind, body] of [
      ['image', { base64: file, caption: 'Look' }],
      ['document', { base64: file, filename: 'a.jpg' }],
      ['location', { latitude: 1, longitude: 2 }],
      ['contact', { contacts: [{ name: 'Ayşe', phone: '905551234567' }] }],
      ['poll', { name: 'Which day?', options: ['Monday', 'Tuesday'] }],
      ['text', { text: 'A reply', quoted: theirs }],
      ['reaction', { messageId: theirs, emoji: '👍' }],
    ] as const) {
      const answer = await gateway.api('POST', `/messages/send/${kind}`, { session, to: customer, ...body })
      expect(answer.status).toBe(200)
      const row = await shown(customer, answer.body.data.key.id)
      expect([kind, row.willNotDisappear]).toEqual([kind, undefined])
      if (kind !== 'reaction') expect(row.ephemeral).toBe(WEEK)
    }
    await waitForMessage(gateway.api, session, text, ['DELIVERED', 'READ'])
    await gateway.api('POST', `/messages/${session}/${text}/edit`, { text: 'Gone later' })
    const edit = await eventually(async () =>
      (await gateway.phones.shown(customer, business)).find(({ type }) => type === 'edit'),
    )
    expect(edit).toMatchObject({ text: 'Gone later', ephemeral: WEEK })
    expect(edit).not.toHaveProperty('willNotDisappear')
  })

  it('follows the contact, our own phone and the API, and the newest setting counts', async () => {
    const { session, business, customer } = await talk()
    await write(business, { to: customer, type: 'timer', seconds: DAY })
    await waitForTimer(session, customer, DAY)
    await expectTimer(session, customer, DAY)
    expect((await setTimer(session, customer, 0)).body.data).toMatchObject({
      jid: `${customer}@s.whatsapp.net`,
      kind: 'user',
      ephemeralSeconds: 0,
    })
    await expectTimer(session, customer, 0)
    const chat = async (phone: string, of: string) =>
      (await gateway.phones.call('GET', `/phones/${phone}/chats/${of}`)).body.ephemeral
    expect([await chat(customer, business), await chat(business, customer)]).toEqual([0, 0])
    // A phone that missed the change repeats the old setting.
    const contextInfo = { expiration: DAY, ephemeralSettingTimestamp: 1_700_000_000 }
    const message = { extendedTextMessage: { text: 'late', contextInfo } }
    await waitForMessage(
      gateway.api,
      session,
      await write(customer, { to: business, type: 'raw', message }),
      ['DELIVERED'],
    )
    await waitForTimer(session, customer, 0)
    expect((await setTimer(session, customer, WEEK)).status).toBe(200)
    await expectTimer(session, customer, WEEK)
    expect([await chat(customer, business), await chat(business, customer)]).toEqual([WEEK, WEEK])
  })

  it('is learned from the context of a message', async () => {
    const { session, business, customer } = await talk()
    const contextInfo = { expiration: DAY, ephemeralSettingTimestamp: Math.floor(Date.now() / 1_000) - 5 }
    const message = { extendedTextMessage: { text: 'soon gone', contextInfo } }
    await waitForMessage(
      gateway.api,
      session,
      await write(customer, { to: business, type: 'raw', message }),
      ['DELIVERED'],
    )
    await waitForTimer(session, customer, DAY)
    await expectTimer(session, customer, DAY)
  })

  it('is learned from the history, also by a session that imports no chats', async () => {
    const { phones, api } = gateway
    const business = await phones.create('Business')
    const customer = await phones.create('Ahmet')
    await phones.write(customer, business, 'Do you deliver?')
    await write(customer, { to: business, type: 'timer', seconds: WEEK })
    await eventually(async () => (await phones.shown(business)).some(({ type }) => type === 'timer'))
    const { data } = (await api('POST', '/sessions', { name: `timers ${business}` })).body
    await phones.scan(business, await readQr(api, data.id))
    await waitForStatus(api, data.id, 'connected')
    await waitForTimer(data.id, customer, WEEK)
    await expectTimer(data.id, customer, WEEK)
  })
})

it('a group with a timer gives it to our messages, and the API sets it', async () => {
  const { phones, api } = gateway
  const { id: session, phone: business } = await gateway.paired()
  const customer = await phones.create('Ahmet')
  const made = await phones.call('POST', `/phones/${business}/groups`, {
    subject: 'Orders',
    participants: [customer],
  })
  const group = made.body.id
  await phones.call('PUT', `/phones/${business}/groups/${group}`, { ephemeral: DAY })
  await waitForTimer(session, group, DAY)
  const text = await expectTimer(session, group, DAY, customer)
  const reaction = { session, to: group, messageId: text, emoji: '👍' }
  const { body } = await api('POST', '/messages/send/reaction', reaction)
  expect((await shown(customer, body.data.key.id)).willNotDisappear).toBeUndefined()

  const set = await setTimer(session, group, WEEK)
  expect(set.body.data).toMatchObject({ jid: group, kind: 'group', phone: null, ephemeralSeconds: WEEK })
  await expectTimer(session, group, WEEK, customer)
  expect((await setTimer(session, group, 0)).status).toBe(200)
  await expectTimer(session, group, 0, customer)
})

it('refuses lifetimes that WhatsApp does not offer, and unknown chats', async () => {
  const { session, customer } = await talk()
  const refused = await setTimer(session, customer, 3_600)
  expect([refused.status, refused.body.error.details[0].path]).toEqual([400, 'ephemeralSeconds'])
  const nobody = '905550000999'
  expect((await gateway.api('GET', `/chats/${session}/${nobody}`)).status).toBe(404)
  expect((await setTimer(session, nobody, DAY)).body.error.code).toBe('WHATSAPP_REJECTED')
  expect((await setTimer(session, '120363000000000000@g.us', DAY)).status).toBe(404)
})
