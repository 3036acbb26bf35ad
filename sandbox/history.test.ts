import { inflateSync } from 'node:zlib'
import { type BaileysEventMap, proto } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, call, until } from './client.fixture.ts'
import { Stage } from './stage.fixture.ts'

const { INITIAL_BOOTSTRAP, ON_DEMAND, PUSH_NAME, RECENT } = proto.HistorySync.HistorySyncType
const { MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type
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
    const edit = await stage.write(a, { type: 'edit', messageId: typo.id, text: 'the' })
    const reaction = await stage.write(b, { type: 'reaction', messageId: typo.id, emoji: '👍' })
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
    expect(all.find(({ key }) => key.id === edit.id)).toMatchObject({
      key: { fromMe: true, remoteJid: await lidOf(b) },
      message: {
        protocolMessage: { key: { id: typo.id }, type: MESSAGE_EDIT, editedMessage: { conversation: 'the' } },
      },
      reactions: [{ text: '👍', key: { id: reaction.id, fromMe: false, remoteJid: await lidOf(b) } }],
    })
    expect(all.some(({ key }) => key.id === typo.id)).toBe(false)
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
    for (const id of [await lidOf(c), `${c}@s.whatsapp.net`])
      expect(known).toContainEqual(expect.objectContaining({ id, notify: `Owner of ${c}` }))

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

  it('the author of a group message beside its key, and the older messages in chunks', async () => {
    const [a, b] = [await stage.phone(), await stage.phone()]
    const { body: group } = await call(stage.sandbox, 'POST', `/phones/${a}/groups`, {
      subject: 'Family',
      participants: [b],
    })
    const { id } = await stage.write(b, { to: group.id, type: 'text', text: 'hello all' })
    await stage.row(a, id)
    const { id: reaction } = await stage.write(b, { type: 'reaction', messageId: id, emoji: '👋' })
    await stage.row(a, reaction)
    for (let i = 0; i < 225; i += 1) await stage.write(a, { to: b, type: 'text', text: `old ${i}` })
    const { lid } = (await call(stage.sandbox, 'GET', `/phones/${b}`)).body
    const client = await stage.paired(a)
    const written = await until('the message of the group', () =>
      client.history.find(({ key }) => key.id === id),
    )
    expect(written).toMatchObject({ participant: lid, key: { fromMe: false, remoteJid: group.id } })
    expect(written.key.participant || undefined).toBeUndefined()
    expect(written.reactions).toMatchObject([{ text: '👋', key: { id: reaction, participant: lid } }])
    const notifications = await until('all chunks', () => {
      const found = client.messages.flatMap(
        ({ message }) => message?.protocolMessage?.historySyncNotification ?? [],
      )
      return found.length === 4 ? found : undefined
    })
    const chunks = notifications.filter(({ syncType }) => syncType === RECENT)
    expect(chunks.map(({ chunkOrder, progress }) => [chunkOrder, progress])).toEqual([
      [3, 50],
      [4, 100],
    ])
    const older = chunks.map(({ initialHistBootstrapInlinePayload: payload }) =>
      proto.HistorySync.decode(inflateSync(payload ?? '')).conversations.map(
        ({ messages }) => messages?.length,
      ),
    )
    expect(older).toEqual([[200], [5]])
  })
})
