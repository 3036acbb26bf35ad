import { copyFile, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { proto } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, call, until } from './client.fixture.ts'
import { type Sandbox, startSandbox } from './index.ts'
import type { ShownMessage } from './phones/screen.ts'

const { DELIVERY_ACK, ERROR, READ } = proto.WebMessageInfo.Status

let sandbox: Sandbox
let lastNumber = 15_550_000
const clients: Client[] = []

const newNumber = () => String(++lastNumber)
const paired = async (...args: Parameters<typeof Client.paired>) => {
  const client = await Client.paired(...args)
  clients.push(client)
  return client
}
const newPhone = async () => {
  const phone = newNumber()
  await call(sandbox, 'POST', '/phones', { phone, name: `Owner of ${phone}` })
  return phone
}
const write = async (phone: string, message: object, on = sandbox): Promise<ShownMessage> => {
  const { status, body } = await call(on, 'POST', `/phones/${phone}/messages`, message)
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const shown = async (phone: string, on = sandbox): Promise<ShownMessage[]> =>
  (await call(on, 'GET', `/phones/${phone}/messages`)).body as unknown as ShownMessage[]
const row = async (phone: string, id: string, on = sandbox) =>
  (await shown(phone, on)).find((message) => message.id === id)

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, smallUploads: true })
})
afterAll(async () => {
  for (const client of clients) await client.remove()
  await sandbox.close()
})

describe('an unmodified Baileys socket in the sandbox', () => {
  it('exchanges messages with another socket, with delivery and read receipts', async () => {
    const [a, b] = [newNumber(), newNumber()]
    const alice = await paired(sandbox, a)
    const bob = await paired(sandbox, b)
    // A personal account tells its name by the app state.
    await until('the name', () => alice.name() === `Phone ${a}`)

    for (const [from, to, number] of [
      [alice, bob, b],
      [bob, alice, a],
    ] as const) {
      const id = await from.send(number, `to ${number}`)
      await until('delivery', () => from.status(id) >= DELIVERY_ACK)
      const received = await until('the text', () => to.messages.find(({ key }) => key.id === id))
      expect(received.key.fromMe).toBe(false)
      await to.sock?.readMessages([received.key])
      await until('the read receipt', () => from.status(id) === READ)
      expect(await row(number, id)).toMatchObject({ status: 'READ', copies: 1 })
    }
  })

  it('exchanges messages with a phone, and both phones show all messages', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    const id = await alice.send(b, 'hello')
    await until('delivery', () => alice.status(id) === DELIVERY_ACK)
    expect(await row(b, id)).toMatchObject({
      chat: a,
      from: a,
      fromMe: false,
      type: 'text',
      text: 'hello',
      copies: 1,
    })
    await until('the copy on its own phone', async () => (await row(a, id))?.status === 'DELIVERED')
    expect(await row(a, id)).toMatchObject({ chat: b, from: a, fromMe: true, text: 'hello' })

    const read = await call(sandbox, 'POST', `/phones/${b}/read`, { chat: a })
    expect(read.body).toEqual({ read: [id] })
    await until('the read receipt', () => alice.status(id) === READ)

    const answer = await write(b, { to: a, type: 'text', text: 'hi' })
    expect(answer).toMatchObject({ chat: a, from: b, fromMe: true, status: 'SENT', copies: 1 })
    await until('the answer', () => alice.texts().includes('hi'))
    await until('delivery', async () => (await row(b, answer.id))?.status === 'DELIVERED')
    await call(sandbox, 'POST', `/phones/${a}/read`, { chat: b })
    await until('the read receipt', async () => (await row(b, answer.id))?.status === 'READ')
    const updated = await until('the read-self receipt', () =>
      alice.updates.find(({ key, update }) => key.id === answer.id && update.status === READ),
    )
    expect(updated.key.fromMe).toBe(false)
  })

  it('receives the messages of its own phone as own messages', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    const { id } = await write(a, { to: b, type: 'text', text: 'from my phone' })
    const copy = await until('the copy', () => alice.messages.find(({ key }) => key.id === id))
    expect(copy.key).toMatchObject({ fromMe: true, remoteJid: expect.stringContaining('@lid') })
    expect(copy.message?.conversation).toBe('from my phone')
    await until('delivery', () => alice.status(id) === DELIVERY_ACK)
  })

  it('learns the number and the LID of a phone from a message in either form', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    const names = [`${b}@s.whatsapp.net`, (await call(sandbox, 'GET', `/phones/${b}`)).body.lid]
    for (const [addressing, [remoteJid, remoteJidAlt]] of [
      ['pn', names],
      ['lid', names.toReversed()],
    ] as const) {
      await call(sandbox, 'PUT', `/phones/${b}`, { addressing })
      const { id } = await write(b, { to: a, type: 'text', text: addressing })
      const received = await until('the text', () => alice.messages.find(({ key }) => key.id === id))
      expect(received).toMatchObject({
        pushName: `Owner of ${b}`,
        key: { remoteJid, remoteJidAlt, fromMe: false },
      })
      await until('delivery', async () => (await row(b, id))?.status === 'DELIVERED')
    }
  })

  it('edits, revokes and reacts to messages, and receives such actions of the phone', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    const jid = `${b}@s.whatsapp.net`
    const id = await alice.send(b, 'teh')
    const key = { remoteJid: jid, fromMe: true, id }
    await alice.sock?.sendMessage(jid, { edit: key, text: 'the' })
    await until('the edit', async () => (await row(b, id))?.edited)
    await alice.sock?.sendMessage(jid, { react: { key, text: '👍' } })
    await until('the reaction', async () => (await row(b, id))?.reactions?.[a] === '👍')
    expect(await row(b, id)).toMatchObject({ text: 'the', copies: 1 })
    await alice.sock?.sendMessage(jid, { delete: key })
    await until('the revoke', async () => (await row(b, id))?.revoked)

    const answer = await write(b, { to: a, type: 'text', text: 'ok' })
    await write(b, { type: 'edit', messageId: answer.id, text: 'okay' })
    await write(b, { type: 'reaction', messageId: id, emoji: '❤️' })
    await write(b, { type: 'revoke', messageId: answer.id })
    const types = () =>
      alice.messages.map(({ message }) => message?.protocolMessage?.type ?? message?.reactionMessage?.text)
    await until('all three', () => [14, '❤️', 0].every((type) => types().includes(type)))
  })

  it('receives messages and receipts that arrived while it was offline, each once', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    const id = await alice.send(b, 'wait for me')
    await until('delivery', () => alice.status(id) === DELIVERY_ACK)
    await alice.disconnect()
    await call(sandbox, 'POST', `/phones/${b}/read`, { chat: a })
    for (const text of ['one', 'two', 'three']) await write(b, { to: a, type: 'text', text })
    await alice.reconnect(sandbox)
    await until('the backlog', () => alice.texts().includes('three'))
    await until('the read receipt', () => alice.status(id) === READ)
    expect(alice.texts().filter((text) => text !== 'wait for me')).toEqual(['one', 'two', 'three'])
    await until(
      'delivery',
      async () => (await shown(b)).filter(({ status }) => status === 'DELIVERED').length === 3,
    )
    await alice.disconnect()
    const before = alice.stanzas.length
    await alice.reconnect(sandbox)
    expect(alice.stanzas.length).toBe(before)
  })

  it('receives an unconfirmed message again, and so does a phone', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    await call(sandbox, 'POST', '/network/faults', { dropReceipts: true, phone: a })
    const { id } = await write(b, { to: a, type: 'text', text: 'again' })
    await until('the text', () => alice.texts().includes('again'))
    expect((await row(b, id))?.status).toBe('SENT')
    await call(sandbox, 'DELETE', '/network/faults')
    const dropped = await call(sandbox, 'POST', '/network/drop', { phone: a })
    expect(dropped.body).toEqual({ dropped: 1 })
    await until('the close', () => alice.closeCode === 428)
    await alice.reconnect(sandbox)
    const repeats = () => alice.stanzas.filter(({ attrs }) => attrs.id === id)
    await until('the repeat', () => repeats().length === 2)
    expect(repeats()[1]?.attrs.offline).toBe('0')
    expect(alice.texts().filter((text) => text === 'again')).toHaveLength(1)

    await call(sandbox, 'POST', '/network/faults', { dropReceipts: true, phone: b, count: 1 })
    const sent = await alice.send(b, 'twice')
    await until('the text', () => row(b, sent))
    await call(sandbox, 'PUT', `/phones/${b}`, { online: false })
    await call(sandbox, 'PUT', `/phones/${b}`, { online: true })
    await until('the second copy', async () => (await row(b, sent))?.copies === 2)
    await until('delivery', () => alice.status(sent) === DELIVERY_ACK)
  })

  it('gets no receipt from an offline phone, and a receipt when the phone is online', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    await call(sandbox, 'PUT', `/phones/${b}`, { online: false })
    const acks: string[] = []
    alice.sock?.ws.on('CB:ack,class:message', ({ attrs }) => acks.push(attrs.id))
    const id = await alice.send(b, 'later')
    await until('the ack', () => acks.includes(id))
    expect(await shown(b)).toEqual([])
    expect(alice.status(id)).toBeLessThan(DELIVERY_ACK)
    expect((await call(sandbox, 'POST', `/phones/${b}/read`, { chat: a })).status).toBe(409)
    await call(sandbox, 'PUT', `/phones/${b}`, { online: true, autoRead: true })
    await until('the read receipt', () => alice.status(id) === READ)
  })

  it('shares an account with other devices, and each device receives all messages', async () => {
    const [a, b] = [newNumber(), newNumber()]
    const first = await paired(sandbox, a)
    const bob = await paired(sandbox, b)
    await bob.send(a, 'before')
    const second = await paired(sandbox, a)
    const id = await bob.send(a, 'to all')
    await until('both', () => first.texts().includes('to all') && second.texts().includes('to all'))
    await first.send(b, 'from the first')
    await until('the copy', () => second.texts().includes('from the first'))
    await until('the phone', async () => (await shown(a)).length === 3)
    await first.sock?.readMessages([{ id, remoteJid: `${b}@s.whatsapp.net`, fromMe: false }])
    await until('read on the phone', async () => (await row(a, id))?.status === 'READ')
    await first.sock?.updateProfileName('Renamed')
    await until('the app state', () => second.sock?.authState.creds.me?.name === 'Renamed')
  })

  it('is replaced by a newer socket of the same device', async () => {
    const alice = await paired(sandbox, newNumber())
    const older = alice.sock
    const closed = new Promise((resolve) => {
      older?.ev.on(
        'connection.update',
        ({ lastDisconnect }) => lastDisconnect && resolve(lastDisconnect.error),
      )
    })
    await alice.connect(sandbox)
    expect(await closed).toMatchObject({ output: { statusCode: 440 } })
    await until('the login', () => alice.isOpen)
  })

  it('is logged out when its phone unlinks it, and cannot log in again', async () => {
    const a = newNumber()
    const alice = await paired(sandbox, a)
    expect((await call(sandbox, 'GET', `/phones/${a}`)).body.devices).toHaveLength(1)
    expect((await call(sandbox, 'POST', `/phones/${a}/unlink`)).body).toEqual({ unlinked: [1] })
    await until('the logout', () => alice.closeCode === 401)
    await alice.connect(sandbox)
    await until('the refusal', () => alice.closeCode === 401)
    expect((await call(sandbox, 'GET', `/phones/${a}`)).body.devices).toEqual([])
  })

  it('logs itself out', async () => {
    const a = newNumber()
    const alice = await paired(sandbox, a)
    await alice.sock?.logout()
    await until(
      'no device',
      async () => (await call(sandbox, 'GET', `/phones/${a}`)).body.devices.length === 0,
    )
  })

  it('receives the result of its logout before the stream error', async () => {
    const alice = await paired(sandbox, newNumber())
    const attrs = { to: 's.whatsapp.net', type: 'set', id: 'LOGOUT', xmlns: 'md' }
    const jid = alice.sock?.user?.id ?? ''
    const content = [{ tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } }]
    const result = await alice.sock?.query({ tag: 'iq', attrs, content })
    expect(result?.attrs).toMatchObject({ id: 'LOGOUT', type: 'result' })
    await until('the logout', () => alice.closeCode === 401)
  })

  it('is linked by an 8-character code', async () => {
    const [a, b] = [await newPhone(), await newPhone()]
    const alice = await Client.create()
    clients.push(alice)
    await alice.connect(sandbox)
    await until('a QR', () => alice.qr)
    const code = (await alice.sock?.requestPairingCode(a)) ?? ''
    const wrong = await until('the offer', async () => {
      const answer = await call(sandbox, 'POST', `/phones/${a}/link-code`, { code: 'ABCD1234' })
      return answer.status !== 404 && answer
    })
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'invalid_code' } } })
    const answer = await call(sandbox, 'POST', `/phones/${a}/link-code`, { code })
    expect(answer).toMatchObject({ status: 200, body: { phone: a, jid: `${a}:1@s.whatsapp.net` } })
    await until('the login', () => alice.isOpen)
    const id = await alice.send(b, 'by code')
    await until('delivery', () => alice.status(id) === DELIVERY_ACK)
  })

  it('sends a message again that the phone could not decrypt', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    await call(sandbox, 'POST', '/network/faults', { undecryptable: true, phone: b, count: 2 })
    const id = await alice.send(b, 'third time lucky')
    await until('delivery', () => alice.status(id) === DELIVERY_ACK)
    expect(await row(b, id)).toMatchObject({ text: 'third time lucky', copies: 1 })
  })

  it('receives a message again that it could not decrypt, from a phone and from another socket', async () => {
    const [a, b] = [newNumber(), newNumber()]
    const alice = await paired(sandbox, a)
    const bob = await paired(sandbox, b)
    await write(b, { to: a, type: 'text', text: 'first' })
    await bob.send(a, 'second')
    await until('both', () => alice.texts().length === 2)
    await alice.send(b, 'third')
    await until('the answer', () => bob.texts().includes('third'))
    const forget = async () => {
      const { lid } = (await call(sandbox, 'GET', `/phones/${b}`)).body
      const user = lid.split('@')[0]
      await alice.sock?.authState.keys.set({ session: { [`${user}_1.0`]: null, [`${user}_1.1`]: null } })
    }
    await forget()
    await write(b, { to: a, type: 'text', text: 'without the session' })
    await until('the resend of the phone', () => alice.texts().includes('without the session'))
    await forget()
    await bob.send(a, 'without the session again')
    await until('the resend of the socket', () => alice.texts().includes('without the session again'))
  })

  it('learns that a message was refused', async () => {
    const [a, b] = [newNumber(), await newPhone()]
    const alice = await paired(sandbox, a)
    await call(sandbox, 'POST', '/network/faults', { ackError: 463, phone: a, count: 1 })
    const id = await alice.send(b, 'unwanted')
    const refusal = await until('the refusal', () => alice.refusal(id))
    expect(refusal).toMatchObject({ status: ERROR, messageStubParameters: ['463', expect.any(String)] })
    expect(await shown(b)).toEqual([])
    const accepted = await alice.send(b, 'wanted')
    await until('delivery', () => alice.status(accepted) === DELIVERY_ACK)
  })

  it('finds the numbers that are on WhatsApp', async () => {
    const b = await newPhone()
    const alice = await paired(sandbox, newNumber())
    const found = await alice.sock?.onWhatsApp(b, '15559999999')
    expect(found).toEqual([{ jid: `${b}@s.whatsapp.net`, exists: true }])
  })

  it.each([
    ['5511987654321', '551187654321'],
    ['551187650000', '5511987650000'],
    ['525512345678', '5215512345678'],
  ])('answers the number %s for its other spelling %s', async (registered, other) => {
    await call(sandbox, 'POST', '/phones', { phone: registered, name: 'Bob' })
    const alice = await paired(sandbox, newNumber())
    expect(await alice.sock?.onWhatsApp(other)).toEqual([
      { jid: `${registered}@s.whatsapp.net`, exists: true },
    ])
  })

  it('knows an account by its new number only, under the same LID, after the number changed', async () => {
    const [before, after] = ['5511987650002', '551187650002']
    await call(sandbox, 'POST', '/phones', { phone: before, name: 'Bob' })
    const alice = await paired(sandbox, newNumber())
    await call(sandbox, 'PUT', `/phones/${before}`, { registeredAs: after })
    expect(await alice.sock?.onWhatsApp(before)).toEqual([{ jid: `${after}@s.whatsapp.net`, exists: true }])
    const refused = await alice.send(before, 'to the old number')
    await until('the refusal', () => alice.refusal(refused))
    const accepted = await alice.send(after, 'to the new number')
    await until('delivery', () => alice.status(accepted) === DELIVERY_ACK)
    expect((await shown(before)).map(({ text }) => text)).toEqual(['to the new number'])
  })

  it.each([
    ['the other spelling of a number in Brazil', '5511987650001', '551187650001'],
    ['the other spelling of a number in Mexico', '525512340001', '5215512340001'],
    ['the other spelling of a number in Argentina', '5491123450001', '541123450001'],
    ['a number without an account', '905550000001', '905550000002'],
  ])('refuses a message to %s', async (_, registered, other) => {
    await call(sandbox, 'POST', '/phones', { phone: registered, name: 'Bob' })
    const alice = await paired(sandbox, newNumber())
    const refused = await alice.send(other, 'to nobody')
    expect(await until('the refusal', () => alice.refusal(refused))).toMatchObject({
      status: ERROR,
      messageStubParameters: ['400'],
    })
    const accepted = await alice.send(registered, 'to Bob')
    await until('delivery', () => alice.status(accepted) === DELIVERY_ACK)
    expect((await shown(registered)).map(({ text }) => text)).toEqual(['to Bob'])
  })
})

describe('a sandbox with a state file', () => {
  it('keeps its credentials, conversations and acked messages after a kill', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'))
    const [a, b] = [newNumber(), newNumber()]
    const before = await startSandbox({ port: 0, stateFile: join(folder, 'before.json') })
    await call(before, 'POST', '/phones', { phone: b, name: 'Bob' })
    const alice = await paired(before, a)
    const first = await alice.send(b, 'before the kill')
    await until('delivery', () => alice.status(first) === DELIVERY_ACK)
    await write(b, { to: a, type: 'text', text: 'answer' }, before)
    await until('the answer', () => alice.texts().includes('answer'))
    await call(before, 'PUT', `/phones/${b}`, { online: false })
    const acks: string[] = []
    alice.sock?.ws.on('CB:ack,class:message', ({ attrs }) => acks.push(attrs.id))
    const waiting = await alice.send(b, 'acked, not delivered')
    await until('the ack', () => acks.includes(waiting))
    // Copies the file without a close, as after `kill -9`.
    await copyFile(join(folder, 'before.json'), join(folder, 'after.json'))
    await alice.disconnect()
    await before.close()

    const after = await startSandbox({ port: 0, stateFile: join(folder, 'after.json') })
    expect(after.rootPublicKey).toBe(before.rootPublicKey)
    await alice.reconnect(after)
    await call(after, 'PUT', `/phones/${b}`, { online: true })
    await until('delivery', () => alice.status(waiting) === DELIVERY_ACK)
    await write(b, { to: a, type: 'text', text: 'after the kill' }, after)
    await until('the text', () => alice.texts().includes('after the kill'))
    const last = await alice.send(b, 'goodbye')
    await until('delivery', () => alice.status(last) === DELIVERY_ACK)
    expect((await shown(b, after)).map(({ text, copies }) => [text, copies])).toEqual([
      ['before the kill', 1],
      ['answer', 1],
      ['acked, not delivered', 1],
      ['after the kill', 1],
      ['goodbye', 1],
    ])
    expect(alice.messages.filter(({ messageStubType }) => messageStubType)).toEqual([])
    await after.close()
  })
})
