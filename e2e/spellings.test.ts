import { randomInt } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { lidMappings, messages } from '#shared/database/index.ts'
import { phoneJid } from '#shared/jid.ts'
import { spellingsOf } from '#shared/spellings.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useSharedGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()

/** Countries with two spellings of a mobile number, as the account is registered. */
const COUNTRIES = {
  'Brazil, with the ninth digit': () => `55119${randomInt(60_000_000, 99_999_999)}`,
  'Brazil, without the ninth digit': () => `5511${randomInt(60_000_000, 99_999_999)}`,
  'Mexico, with the 1': () => `52155${randomInt(10_000_000, 99_999_999)}`,
  'Mexico, without the 1': () => `5255${randomInt(10_000_000, 99_999_999)}`,
  'Argentina, with the 9': () => `54911${randomInt(10_000_000, 99_999_999)}`,
  'Argentina, without the 9': () => `5411${randomInt(10_000_000, 99_999_999)}`,
} as const
const anyNumber = COUNTRIES['Brazil, with the ninth digit']

/** Creates a phone, and returns its number and the other spelling, as numbers and as JIDs. */
async function createPerson(number = anyNumber()) {
  await gateway.phones.call('POST', '/phones', { phone: number, name: 'Ana' })
  const other = spellingsOf(number).find((spelling) => spelling !== number) ?? ''
  return { number, jid: phoneJid(number), other, otherJid: phoneJid(other) }
}

/** Returns the messages of a chat, oldest first, by id and JID. */
async function chatOf(session: string, jid: string) {
  const { body } = await gateway.api('GET', `/messages/${session}?jid=${jid}`)
  return body.data
    .map(({ id, remoteJid }: { id: string; remoteJid: string }) => ({ id, remoteJid }))
    .reverse()
}

/** Stores a chat under the other spelling, as an earlier version of the gateway did. */
async function storeUnder(sessionId: string, { jid, otherJid }: { jid: string; otherJid: string }) {
  const { db } = gateway.services
  const isOfChat = and(eq(messages.sessionId, sessionId), eq(messages.remoteJid, jid))
  await db.update(messages).set({ remoteJid: otherJid }).where(isOfChat)
}

async function shownIn(phone: string, id: string) {
  return (await gateway.phones.shown(phone)).find((message) => message.id === id)
}

describe('a message to the other spelling of a number', () => {
  it.each(Object.entries(COUNTRIES))('belongs to the chat of the account in %s', async (_, number) => {
    const { api } = gateway
    const { id: session, phone } = await gateway.paired()
    const person = await createPerson(number())
    const receiver = await startReceiver()
    await api('POST', '/webhooks', { url: receiver.url, events: ['*'], sessions: [session] })
    const id = await sendText(api, session, person.other, 'first')
    expect(await waitForMessage(api, session, id, ['DELIVERED'])).toMatchObject({ remoteJid: person.jid })
    for (const event of ['message.sent', 'message.delivered'] as const)
      expect(await receiver.waitForEvent(event, ({ data }) => data.id === id)).toMatchObject({
        data: { remoteJid: person.jid },
      })
    const second = await api('POST', '/messages/send/text', { session, to: person.other, text: 'second' })
    expect(second.body.data.key.remoteJid).toBe(person.jid)
    await waitForMessage(api, session, second.body.data.key.id, ['DELIVERED'])
    const answer = await gateway.phones.write(person.number, phone, 'answer')
    await eventually(async () => (await chatOf(session, person.jid)).length === 3)
    const whole = [id, second.body.data.key.id, answer.id].map((one) => ({ id: one, remoteJid: person.jid }))
    for (const spelling of [person.number, person.other, person.jid, person.otherJid])
      expect(await chatOf(session, spelling)).toEqual(whole)
  })
})

it('sets and keeps the disappearing timer of a chat under both spellings of a number', async () => {
  const { api, phones } = gateway
  const { id: session } = await gateway.paired()
  const person = await createPerson()
  const timer = { ephemeralSeconds: 86_400 }
  const set = await api('PUT', `/chats/${session}/${person.other}`, timer)
  expect([set.status, set.body.data]).toMatchObject([200, { jid: person.jid, kind: 'user', ...timer }])
  for (const to of [person.other, person.number]) {
    expect((await api('GET', `/chats/${session}/${to}`)).body.data).toMatchObject(timer)
    const id = await sendText(api, session, to, 'Gone soon')
    expect(await phones.waitFor(person.number, id)).toMatchObject({ ephemeral: 86_400 })
  }
})

describe('a message that was sent to the other spelling of a number', () => {
  it('is edited, revoked and answered by reactions on the phone', async () => {
    const { api } = gateway
    const { id: session } = await gateway.paired()
    const person = await createPerson()
    const id = await sendText(api, session, person.other, 'befoer')
    await waitForMessage(api, session, id, ['DELIVERED'])
    const edited = await api('POST', `/messages/${session}/${id}/edit`, { text: 'before' })
    expect(edited.body.data).toMatchObject({ remoteJid: person.jid, content: { text: 'before' } })
    await eventually(async () => (await shownIn(person.number, id))?.text === 'before')
    const reaction = { session, to: person.other, messageId: id, emoji: '👍' }
    expect((await api('POST', '/messages/send/reaction', reaction)).status).toBe(200)
    await eventually(
      async () => Object.values((await shownIn(person.number, id))?.reactions ?? {})[0] === '👍',
    )
    expect((await api('POST', `/messages/${session}/${id}/revoke`)).status).toBe(200)
    await eventually(async () => (await shownIn(person.number, id))?.revoked === true)
  })

  it('moves to the chat of the account at its next change, if an earlier version stored it', async () => {
    const { api } = gateway
    const { id: session } = await gateway.paired()
    const person = await createPerson()
    const ids = [
      await sendText(api, session, person.number, 'one'),
      await sendText(api, session, person.number, 'two'),
    ]
    for (const id of ids) await waitForMessage(api, session, id, ['DELIVERED'])
    await storeUnder(session, person)
    expect((await chatOf(session, person.number)).map(({ id }: { id: string }) => id)).toEqual(ids)
    expect((await api('POST', `/messages/${session}/${ids[0]}/edit`, { text: 'edited' })).status).toBe(200)
    await eventually(async () => (await shownIn(person.number, ids[0] ?? ''))?.text === 'edited')
    expect(await chatOf(session, person.other)).toEqual(ids.map((id) => ({ id, remoteJid: person.jid })))
  })

  it.each([false, true])(
    'moves to the chat of the account when the person writes (LID known: %s)',
    async (isKnown) => {
      const { id: session, phone } = await gateway.paired()
      const person = await createPerson()
      const { lid } = (await gateway.phones.call('GET', `/phones/${person.number}`)).body
      const { db } = gateway.services
      if (isKnown) await db.insert(lidMappings).values({ sessionId: session, lid, phoneJid: person.jid })
      await db.insert(messages).values({
        ...{ sessionId: session, appId: gateway.info.appId, id: 'EARLIER', sender: 'me', fromMe: true },
        ...{
          remoteJid: person.otherJid,
          type: 'text',
          content: { text: 'question' },
          status: 'SENT',
          source: 'api',
        },
        timestamp: 1,
      })
      expect(await chatOf(session, person.number)).toEqual([{ id: 'EARLIER', remoteJid: person.otherJid }])
      const { id: answer } = await gateway.phones.write(person.number, phone, 'answer')
      await eventually(async () => (await chatOf(session, person.number)).length === 2)
      const whole = ['EARLIER', answer].map((id) => ({ id, remoteJid: person.jid }))
      expect(await chatOf(session, person.other)).toEqual(whole)
      await db.delete(messages).where(and(eq(messages.sessionId, session), eq(messages.id, 'EARLIER')))
    },
  )

  it('belongs to the chat of the account if it waited for the connection', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const person = await createPerson()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const waiting = [
      await sendText(api, session, person.other, 'one'),
      await sendText(api, session, person.number, 'two'),
    ]
    await phones.healFaults()
    for (const id of waiting) await waitForMessage(api, session, id, ['DELIVERED'])
    expect(await chatOf(session, person.other)).toEqual(waiting.map((id) => ({ id, remoteJid: person.jid })))
    expect((await phones.shown(person.number)).map(({ id }) => id)).toEqual(waiting)
  })
})

describe('a person by the other spelling of the number', () => {
  it('sees that the account is typing', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const person = await createPerson()
    const body = { session, to: person.other, state: 'composing' }
    expect((await api('POST', '/presence', body)).status).toBe(200)
    await eventually(
      async () =>
        (await phones.call('GET', `/phones/${person.number}/presence?chat=${phone}`)).body.state ===
        'composing',
    )
  })

  it('has a picture, and the answer to a check names the JID and the LID of the account', async () => {
    const { api, phones } = gateway
    const { id: session } = await gateway.paired()
    const person = await createPerson()
    await phones.call('PUT', `/phones/${person.number}`, {
      picture: Buffer.from('a picture').toString('base64'),
    })
    expect((await api('GET', `/contacts/${session}/${person.other}/picture`)).body.data.url).toMatch(
      /^https:/,
    )
    const { body } = await api('GET', `/contacts/${session}/check?phones=${person.other}`)
    const { lid } = (await phones.call('GET', `/phones/${person.number}`)).body
    expect(body.data).toEqual([{ phone: person.other, exists: true, jid: person.jid, lid }])
  })

  it('is added to a group and removed from it, and the answer names the number of the request', async () => {
    const { api, phones } = gateway
    const { id: session } = await gateway.paired()
    const [first, second] = [await createPerson(), await createPerson(COUNTRIES['Mexico, without the 1']())]
    const made = await api('POST', '/groups/create', {
      session,
      subject: 'Amigos',
      participants: [first.other],
    })
    expect(made.body.data).toMatchObject({ results: [{ participant: first.otherJid, status: 'added' }] })
    const { id } = made.body.data
    const change = async (action: string, participants: string[]) =>
      (await api('POST', `/groups/${id}/participants/${action}`, { session, participants })).body.data
    expect(await change('add', [second.number, second.other])).toEqual([
      { participant: second.jid, status: 'added' },
      { participant: second.otherJid, status: 'added' },
    ])
    expect(await change('remove', [first.other])).toEqual([
      { participant: first.otherJid, status: 'removed' },
    ])
    expect((await phones.call('GET', `/phones/${second.number}/groups`)).body).toHaveLength(1)
  })
})

it('follows an account that moves to the other spelling of its number', async () => {
  const { api, phones } = gateway
  const { id: session, phone } = await gateway.paired()
  const person = await createPerson()
  const sent = [await sendText(api, session, person.number, 'one')]
  await waitForMessage(api, session, sent[0] ?? '', ['DELIVERED'])
  await phones.call('PUT', `/phones/${person.number}`, { registeredAs: person.other })
  sent.push(await sendText(api, session, person.number, 'two'))
  expect(await waitForMessage(api, session, sent[1] ?? '', ['DELIVERED'])).toMatchObject({
    remoteJid: person.otherJid,
  })
  expect((await api('POST', `/messages/${session}/${sent[0]}/edit`, { text: 'edited' })).status).toBe(200)
  await eventually(async () => (await shownIn(person.number, sent[0] ?? ''))?.text === 'edited')
  await phones.call('PUT', `/phones/${person.number}`, { registeredAs: person.number })
  const { id: answer } = await phones.write(person.number, phone, 'back again')
  await eventually(async () => (await chatOf(session, person.number)).length === 3)
  const whole = [...sent, answer].map((id) => ({ id, remoteJid: person.jid }))
  expect(await chatOf(session, person.other)).toEqual(whole)
})
