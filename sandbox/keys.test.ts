import { generateMessageIDV2, proto } from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, call, until } from './client.fixture.ts'
import { newGroup } from './groups.fixture.ts'
import { Stage } from './stage.fixture.ts'

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type
const DAY = 86_400

let stage: Stage
let alice: Client
let a: string
let b: string
let lidOfB: string
let group: string

beforeAll(async () => {
  stage = await Stage.open()
  b = await stage.phone()
  a = stage.number()
  alice = await stage.paired(a)
  lidOfB = String((await call(stage.sandbox, 'GET', `/phones/${b}`)).body.lid)
  group = await newGroup(stage, a, [b])
})
afterAll(() => stage.close())

const chat = () => `${b}@s.whatsapp.net`

/** Sends a message from the companion, and returns its row on the phone of the recipient. */
async function send(to: string, message: proto.IMessage) {
  const messageId = generateMessageIDV2()
  await alice.sock?.relayMessage(to, message, { messageId })
  return await stage.row(b, messageId)
}

describe('a phone finds the message of a key', () => {
  /** Reacts to a message by a key, and tells whether the phone found the message. */
  async function finds(to: string, key: proto.IMessageKey): Promise<boolean> {
    const row = await send(to, { reactionMessage: { key, text: '👍', senderTimestampMs: Date.now() } })
    const target = await stage.row(b, key.id ?? '')
    expect(row.unmatched ?? false).toBe(target.reactions?.[a] === undefined)
    return !row.unmatched
  }

  it('in a chat with one person, without a participant', async () => {
    const theirs = (await stage.write(b, { to: a, type: 'text', text: 'hi' })).id
    const ours = await alice.send(b, 'hello')
    await stage.row(b, ours)
    const remoteJid = chat()
    expect(await finds(remoteJid, { remoteJid, id: theirs, fromMe: true })).toBe(false)
    expect(await finds(remoteJid, { remoteJid, id: theirs, fromMe: false, participant: chat() })).toBe(false)
    expect(await finds(remoteJid, { remoteJid, id: theirs, fromMe: false })).toBe(true)
    expect(await finds(remoteJid, { remoteJid, id: ours, fromMe: false })).toBe(false)
    expect(await finds(remoteJid, { remoteJid, id: ours, fromMe: true })).toBe(true)
  })

  it("in a group, with the author's LID for a message of another member", async () => {
    const theirs = (await stage.write(b, { to: group, type: 'text', text: 'hi' })).id
    const ours = (await stage.write(a, { to: group, type: 'text', text: 'hello' })).id
    await stage.row(b, ours)
    const key = { remoteJid: group, id: theirs, fromMe: false }
    expect(await finds(group, key)).toBe(false)
    expect(await finds(group, { ...key, participant: chat() })).toBe(false)
    expect(await finds(group, { ...key, participant: lidOfB })).toBe(true)
    expect(await finds(group, { ...key, id: ours, participant: lidOfB })).toBe(false)
    expect(await finds(group, { ...key, id: ours, fromMe: true })).toBe(true)
  })

  it('for an edit of the same kind, and for a revoke', async () => {
    const image = await stage.write(a, { to: b, type: 'image', base64: 'AAAA', caption: 'teh' })
    await stage.row(b, image.id)
    const key = { remoteJid: chat(), id: image.id, fromMe: true }
    const edit = (editedMessage: proto.IMessage) =>
      send(chat(), { protocolMessage: { type: MESSAGE_EDIT, key, editedMessage } })
    expect((await edit({ extendedTextMessage: { text: 'the' } })).unmatched).toBe(true)
    expect((await edit({ imageMessage: { caption: 'the' } })).unmatched).toBeUndefined()
    expect(await stage.row(b, image.id)).toMatchObject({ caption: 'the', edited: true })
    const revoke = { type: REVOKE, key: { ...key, fromMe: false } }
    expect((await send(chat(), { protocolMessage: revoke })).unmatched).toBe(true)
    expect((await stage.row(b, image.id)).revoked).toBeUndefined()
  })

  it('for a quote of the author, and shows the quoted content', async () => {
    const { id } = await stage.write(b, { to: group, type: 'location', latitude: 1, longitude: 2 })
    const quote = (participant: string) =>
      send(group, {
        extendedTextMessage: {
          text: 'so',
          contextInfo: {
            stanzaId: id,
            participant,
            quotedMessage: { locationMessage: { degreesLatitude: 1, degreesLongitude: 2 } },
          },
        },
      })
    expect((await quote(chat())).quoted).toMatchObject({ id, unmatched: true })
    const { quoted } = await quote(lidOfB)
    expect(quoted).toEqual({ id, participant: b, content: { type: 'location', latitude: 1, longitude: 2 } })
  })
})

describe('a chat with a timer', () => {
  it('has the timer on both phones, in the history, and on each message that carries it', async () => {
    const c = await stage.phone()
    const { id } = await stage.write(b, { to: c, type: 'timer', seconds: DAY })
    await stage.row(c, id)
    const chats = async (phone: string, of: string) =>
      (await call(stage.sandbox, 'GET', `/phones/${phone}/chats/${of}`)).body
    expect(await chats(c, b)).toMatchObject({ chat: b, ephemeral: DAY, ephemeralAt: expect.any(Number) })
    const { ephemeralAt } = await chats(b, c)
    const written = await stage.write(c, { to: b, type: 'text', text: 'hi' })
    expect(written).toMatchObject({ ephemeral: DAY, ephemeralAt })
    expect((await stage.row(b, written.id)).willNotDisappear).toBeUndefined()
    const reaction = await stage.write(b, { type: 'reaction', messageId: written.id, emoji: '👍' })
    expect((await stage.row(c, reaction.id)).willNotDisappear).toBeUndefined()
    const edit = await stage.write(c, { type: 'edit', messageId: written.id, text: 'hey' })
    expect((await stage.row(b, edit.id)).willNotDisappear).toBeUndefined()
    const raw = await stage.write(c, { to: b, type: 'raw', message: { conversation: 'stays' } })
    expect((await stage.row(b, raw.id)).willNotDisappear).toBe(true)
    const off = await stage.write(c, { to: b, type: 'timer', seconds: 0 })
    await stage.row(b, off.id)
    expect(await chats(b, c)).toMatchObject({ ephemeral: 0 })

    await stage.write(b, { to: c, type: 'timer', seconds: DAY })
    const companion = await stage.paired(c)
    await until('the history', () => companion.timers.includes(DAY))
  })

  it('follows the newest setting in the context of messages', async () => {
    const d = await stage.phone()
    const write = async (seconds: number, at: number) => {
      const contextInfo = { expiration: seconds, ephemeralSettingTimestamp: at }
      const { id } = await stage.write(d, {
        to: b,
        type: 'raw',
        message: { extendedTextMessage: { text: 'hi', contextInfo } },
      })
      await stage.row(b, id)
      return (await call(stage.sandbox, 'GET', `/phones/${b}/chats/${d}`)).body
    }
    expect(await write(DAY, 200)).toMatchObject({ ephemeral: DAY, ephemeralAt: 200 })
    expect(await write(604_800, 100)).toMatchObject({ ephemeral: DAY, ephemeralAt: 200 })
    expect(await write(604_800, 300)).toMatchObject({ ephemeral: 604_800, ephemeralAt: 300 })
  })

  it('takes only the lifetimes that WhatsApp offers, in a group', async () => {
    await expect(alice.sock?.groupToggleEphemeral(group, 3_600)).rejects.toMatchObject({ data: 400 })
    await alice.sock?.groupToggleEphemeral(group, DAY)
    const row = await send(group, { conversation: 'stays' })
    expect(row.willNotDisappear).toBe(true)
    const { id } = await stage.write(a, { to: group, type: 'text', text: 'goes' })
    expect(await stage.row(b, id)).toMatchObject({ ephemeral: DAY, ephemeralAt: expect.any(Number) })
  })
})
