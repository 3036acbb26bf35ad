import { describe, expect, it } from 'vitest'
import { phoneJid } from '#shared/jid.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway, waitForMessage } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()

let people = 0

/** Creates a phone that hides its number and has a username. */
async function hiddenPerson(fields: object = {}) {
  people += 1
  const username = `Person_${Date.now().toString(36)}.${people}`
  const phone = await gateway.phones.create(`Hidden ${people}`)
  await change(phone, { addressing: 'lid-only', username, ...fields })
  const { lid } = (await gateway.phones.call('GET', `/phones/${phone}`)).body
  return { phone, username, name: username.toLowerCase(), lid: lid as string }
}

async function change(phone: string, fields: object) {
  const { status, body } = await gateway.phones.call('PUT', `/phones/${phone}`, fields)
  expect([status, body.error]).toEqual([200, undefined])
}

async function send(session: string, to: string, fields: object = {}) {
  return await gateway.api('POST', '/messages/send/text', { session, to, text: 'Hello', ...fields })
}

/** Sends a text by username, and returns the id of the message. */
async function sent(session: string, to: string, fields: object = {}): Promise<string> {
  const { status, body } = await send(session, to, fields)
  expect([status, body.error]).toEqual([200, undefined])
  return body.data.key.id
}

async function read(path: string) {
  const { status, body } = await gateway.api('GET', path)
  expect([status, body.error]).toEqual([200, undefined])
  return body.data
}

async function listen(session: string) {
  const receiver = await startReceiver()
  await gateway.api('POST', '/webhooks', { url: receiver.url, events: ['*'], sessions: [session] })
  return receiver
}

describe('a person who hides the number', () => {
  it('gets a message by username, in any way to write it', async () => {
    const { id: session } = await gateway.paired()
    const person = await hiddenPerson()
    const { status, body } = await send(session, `＠${person.username.toUpperCase()} `)
    expect([status, body.data]).toMatchObject([200, { key: { remoteJid: person.lid }, status: 'PENDING' }])
    const message = await waitForMessage(gateway.api, session, body.data.key.id, ['DELIVERED'])
    expect(message).toMatchObject({
      remoteJid: person.lid,
      phone: null,
      lid: person.lid,
      username: person.username,
    })
    expect(await gateway.phones.waitFor(person.phone, message.id)).toMatchObject({ text: 'Hello' })
    expect(await read(`/chats/${session}/@${person.name}`)).toMatchObject({
      jid: person.lid,
      phone: null,
      lid: person.lid,
      username: person.username,
      kind: 'user',
    })
    expect(await read(`/messages/${session}?jid=@${person.name}`)).toMatchObject([{ id: message.id }])
  })

  it('is named by LID and username in events, messages and contacts', async () => {
    const { id: session, phone } = await gateway.paired()
    const person = await hiddenPerson()
    const receiver = await listen(session)
    const { id } = await gateway.phones.write(person.phone, phone, 'Who am I?')
    const { data } = await receiver.waitForEvent('message.received', (event) => event.data.id === id)
    const identity = { phone: null, username: person.username }
    expect(data).toMatchObject({ from: person.lid, fromLid: person.lid, ...identity })
    const answer = await sent(session, `@${person.name}`)
    const delivered = await receiver.waitForEvent('message.delivered', (event) => event.data.id === answer)
    expect(delivered.data).toMatchObject({ remoteJid: person.lid, remoteLid: person.lid, ...identity })
    expect(await read(`/messages/${session}/${id}`)).toMatchObject({ lid: person.lid, ...identity })
    const contacts = await read(`/contacts/${session}?limit=100`)
    expect(contacts).toContainEqual({
      jid: person.lid,
      lid: person.lid,
      name: `Hidden ${people}`,
      ...identity,
    })
    expect(JSON.stringify([...receiver.received, contacts])).not.toContain(person.phone)
  })
})
