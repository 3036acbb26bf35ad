import { inflateSync } from 'node:zlib'
import { type BaileysEventMap, proto } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, call, until } from './client.fixture.ts'
import { Stage } from './stage.fixture.ts'

const { INITIAL_BOOTSTRAP, ON_DEMAND, PUSH_NAME, RECENT } = proto.HistorySync.HistorySyncType
type History = BaileysEventMap['messaging-history.set']

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

describe('a phone sends to a new companion', () => {
  it('its chats, current messages, names and LIDs, and older messages on demand', async () => {
    const [a, b, c] = [await stage.phone(), await stage.phone(), await stage.phone()]
    const lidOf = async (phone: string) => (await call(stage.sandbox, 'GET', `/phones/${phone}`)).body.lid
    for (let i = 0; i < 30; i += 1) await stage.write(b, { to: a, type: 'text', text: `old ${i}` })
    const typo = await stage.write(a, { to: b, type: 'text', text: 'teh' })
    await stage.write(a, { type: 'edit', messageId: typo.id, text: 'the' })
    await stage.write(b, { type: 'reaction', messageId: typo.id, emoji: '👍' })
    const base64 = Buffer.from('a picture').toString('base64')
    await stage.write(c, { to: a, type: 'image', base64, caption: 'see' })

    const client = await Client.create()
    const histories: History[] = []
    const sock = await client.connect(stage.sandbox)
    const qr = await until('a QR', () => client.qr)
    await call(stage.sandbox, 'POST', `/admin/mock-phone/scan-qr?phone=${a}`, qr)
    await until('the second socket', () => client.sock !== sock)
    client.sock?.ev.on('messaging-history.set', (history) => histories.push(history))
    const of = (type: number) => histories.filter(({ syncType }) => syncType === type)
    await until('the whole history', () => histories.flatMap(({ messages }) => messages).length >= 32)

    const all = histories.flatMap(({ messages }) => messages)
    const texts = all.flatMap(({ message }) => message?.conversation ?? [])
    expect(texts.filter((text) => text.startsWith('old'))).toHaveLength(30)
    expect(all.find(({ key }) => key.id === typo.id)).toMatchObject({
      key: { fromMe: true, remoteJid: await lidOf(b) },
      message: { conversation: 'the' },
      reactions: [{ text: '👍' }],
    })
    expect(all.find(({ message }) => message?.imageMessage)?.message?.imageMessage).toMatchObject({
      caption: 'see',
      url: expect.stringContaining(stage.sandbox.mediaUrl),
    })
    expect(histories.flatMap(({ chats }) => chats.map(({ id }) => id))).toContain(await lidOf(c))
    expect(await client.sock?.signalRepository.lidMapping.getPNForLID(await lidOf(c))).toContain(c)
    // Baileys may merge the histories into one event. The notifications show the histories of the phone.
    const sent = client.messages.flatMap(
      ({ message }) => message?.protocolMessage?.historySyncNotification?.syncType ?? [],
    )
    expect(sent).toEqual([INITIAL_BOOTSTRAP, PUSH_NAME, RECENT])
    const known = histories.flatMap(({ contacts }) => contacts)
    expect(known).toContainEqual(expect.objectContaining({ id: await lidOf(c), name: `Owner of ${c}` }))

    const newest = all.find(({ message }) => message?.conversation === 'old 5')
    if (!newest) throw new Error('The history lacks the message old 5.')
    const session = await client.sock?.fetchMessageHistory(3, newest.key, Number(newest.messageTimestamp))
    const older = await until('the older history', () => of(ON_DEMAND)[0])
    expect(older.peerDataRequestSessionId).toBe(session)
    // Baileys emits each message once in the life of a socket. The notification has the messages.
    const notification = client.messages
      .map(({ message }) => message?.protocolMessage?.historySyncNotification)
      .find((each) => each?.syncType === ON_DEMAND)
    const payload = inflateSync(notification?.initialHistBootstrapInlinePayload ?? '')
    const [chat] = proto.HistorySync.decode(payload).conversations
    const answered = chat?.messages?.map(({ message }) => message?.message?.conversation)
    expect(answered).toEqual(['old 4', 'old 3', 'old 2'])
    await client.remove()
  })
})
