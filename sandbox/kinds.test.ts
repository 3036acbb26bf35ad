import { createHash, randomBytes } from 'node:crypto'
import {
  type AnyMessageContent,
  downloadMediaMessage,
  generateWAMessageFromContent,
  getContentType,
  normalizeMessageContent,
  type proto,
} from '@whiskeysockets/baileys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, call, until } from './client.fixture.ts'
import { Stage } from './stage.fixture.ts'

const bytes = randomBytes(70_001)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const jpegThumbnail = Buffer.from('a tiny picture').toString('base64')
const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Zoe\nEND:VCARD'

let stage: Stage
let alice: Client
let a: string
let b: string

beforeAll(async () => {
  stage = await Stage.open()
  b = await stage.phone()
  a = stage.number()
  alice = await stage.paired(a)
})
afterAll(() => stage.close())

const jid = () => `${b}@s.whatsapp.net`
/** The fields that the screen shows for the file. */
const file = { size: bytes.length, sha256 }

describe('a phone that receives from a companion shows', () => {
  it.each<[string, () => AnyMessageContent, object]>([
    [
      'an image',
      () => ({ image: bytes, caption: 'look', width: 3, height: 2, jpegThumbnail }),
      {
        type: 'image',
        mimetype: 'image/jpeg',
        caption: 'look',
        width: 3,
        height: 2,
        thumbnail: true,
        ...file,
      },
    ],
    [
      'a video that plays like a gif',
      () => ({ video: bytes, gifPlayback: true, seconds: 4, jpegThumbnail }),
      { type: 'video', mimetype: 'video/mp4', gif: true, seconds: 4, ...file },
    ],
    [
      'a video note',
      () => ({ video: bytes, ptv: true, jpegThumbnail }),
      { type: 'video', ptv: true, ...file },
    ],
    [
      'a voice note',
      () => ({ audio: bytes, ptt: true, seconds: 7, waveform: new Uint8Array(64) }) as AnyMessageContent,
      { type: 'audio', ptt: true, seconds: 7, waveform: true, mimetype: 'audio/ogg; codecs=opus', ...file },
    ],
    [
      'a document',
      () => ({ document: bytes, mimetype: 'application/pdf', fileName: 'a.pdf', caption: 'read' }),
      { type: 'document', mimetype: 'application/pdf', filename: 'a.pdf', caption: 'read', ...file },
    ],
    ['a sticker', () => ({ sticker: bytes }), { type: 'sticker', mimetype: 'image/webp', ...file }],
    [
      'a location',
      () => ({
        location: { degreesLatitude: 1.5, degreesLongitude: -2.5, name: 'Here', address: 'There 1' },
      }),
      { type: 'location', latitude: 1.5, longitude: -2.5, name: 'Here', address: 'There 1' },
    ],
    [
      'a contact',
      () => ({ contacts: { contacts: [{ displayName: 'Zoe', vcard }] } }),
      { type: 'contact', contacts: [{ name: 'Zoe', vcard }] },
    ],
    [
      'contacts',
      () => ({
        contacts: { displayName: '2', contacts: [1, 2].map((n) => ({ displayName: `Z${n}`, vcard })) },
      }),
      { type: 'contact', contacts: [{ name: 'Z1' }, { name: 'Z2' }] },
    ],
    [
      'a poll',
      () => ({ poll: { name: 'When?', values: ['now', 'then'], selectableCount: 1 } }),
      { type: 'poll', poll: { name: 'When?', options: ['now', 'then'], selectable: 1 } },
    ],
    [
      'a poll with many answers',
      () => ({ poll: { name: 'What?', values: ['x', 'y', 'z'], selectableCount: 2 } }),
      { type: 'poll', poll: { options: ['x', 'y', 'z'], selectable: 2 } },
    ],
    [
      'mentions and a link preview',
      () => ({
        text: `@${a} see https://example.com`,
        mentions: [`${a}@s.whatsapp.net`, '999@lid'],
        linkPreview: { 'canonical-url': 'x', 'matched-text': 'https://example.com', title: 'Example' },
      }),
      {
        type: 'text',
        mentions: [expect.stringMatching(/^\d+$/), '999@lid'],
        linkPreview: { url: 'https://example.com', title: 'Example' },
      },
    ],
    [
      'a view-once image',
      () => ({ image: bytes, viewOnce: true, jpegThumbnail }),
      { type: 'image', viewOnce: true, ...file },
    ],
    [
      'a response to buttons',
      () =>
        ({ buttonReply: { id: 'yes', displayText: 'Yes', index: 0 }, type: 'plain' }) as AnyMessageContent,
      { type: 'buttonsResponse', text: 'Yes', selectedId: 'yes' },
    ],
  ])('%s', async (_name, content, expected) => {
    const sent = await alice.sock?.sendMessage(jid(), content())
    const row = await stage.row(b, sent?.key.id ?? '', (row) => !('sha256' in expected) || !!row.sha256)
    expect(row).toMatchObject({ chat: a, fromMe: false, copies: 1, ...expected })
    expect(row.mediaError).toBeUndefined()
    await stage.row(a, row.id, (own) => own.sha256 === row.sha256)
  })

  it('a reply, a forwarded message and a disappearing message', async () => {
    const question = await stage.write(b, { to: a, type: 'text', text: 'how?' })
    const quoted = await until('the message', () => alice.messages.find(({ key }) => key.id === question.id))
    const answer = await alice.sock?.sendMessage(jid(), { text: 'so' }, { quoted })
    expect(await stage.row(b, answer?.key.id ?? '')).toMatchObject({
      text: 'so',
      quoted: { id: question.id, participant: b, text: 'how?' },
    })
    const forward = await alice.sock?.sendMessage(jid(), { forward: quoted, force: true })
    expect(await stage.row(b, forward?.key.id ?? '')).toMatchObject({ text: 'how?', forwarded: true })
    const brief = await alice.sock?.sendMessage(jid(), { text: 'gone soon' }, { ephemeralExpiration: 86_400 })
    expect(await stage.row(b, brief?.key.id ?? '')).toMatchObject({ ephemeral: 86_400 })
  })

  it.each<[string, proto.IMessage, object]>([
    [
      'a list',
      { listMessage: { title: 'Menu', description: 'Choose', sections: [{ rows: [{ title: 'Tea' }] }] } },
      { type: 'list', name: 'Menu', text: 'Choose', options: ['Tea'] },
    ],
    [
      'buttons',
      { buttonsMessage: { contentText: 'Well?', buttons: [{ buttonText: { displayText: 'Yes' } }] } },
      { type: 'buttons', text: 'Well?', options: ['Yes'] },
    ],
    [
      'a live location in wrappers',
      {
        ephemeralMessage: {
          message: {
            viewOnceMessageV2: {
              message: { liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2 } },
            },
          },
        },
      },
      { type: 'location', live: true, latitude: 1, longitude: 2, viewOnce: true, ephemeral: 0 },
    ],
    ['an unknown kind', { orderMessage: { orderId: '1' } }, { type: 'order' }],
  ])('%s', async (_name, message, expected) => {
    const full = generateWAMessageFromContent(jid(), message, { userJid: `${a}@s.whatsapp.net` })
    const id = full.key.id ?? ''
    await alice.sock?.relayMessage(jid(), full.message ?? {}, { messageId: id })
    expect(await stage.row(b, id)).toMatchObject(expected)
  })

  it('a list, whose tapped row comes back with a quote of the list', async () => {
    const rows = ['Tea', 'Coffee'].map((title, index) => ({ title, rowId: `row${index}` }))
    const listMessage = { description: 'Choose', sections: [{ rows }] }
    const own = { userJid: `${a}@s.whatsapp.net` }
    const full = generateWAMessageFromContent(jid(), { listMessage }, own)
    const messageId = full.key.id ?? ''
    await alice.sock?.relayMessage(jid(), full.message ?? {}, { messageId })
    await stage.row(b, messageId)
    const none = await call(stage.sandbox, 'POST', `/phones/${b}/messages`, {
      ...{ type: 'tap', messageId, option: 'Milk' },
    })
    expect(none).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('Tea, Coffee') } },
    })
    const tapped = await stage.write(b, { type: 'tap', messageId, option: 'Coffee' })
    expect(tapped).toMatchObject({
      ...{ type: 'listResponse', text: 'Coffee', selectedId: 'row1', quoted: { id: messageId } },
    })
    const { message } = await until('the tap', () => alice.messages.find(({ key }) => key.id === tapped.id))
    expect(message?.listResponseMessage).toMatchObject({
      title: 'Coffee',
      singleSelectReply: { selectedRowId: 'row1' },
      contextInfo: { stanzaId: messageId },
    })
  })

  it('the original bytes of a file', async () => {
    const sent = await alice.sock?.sendMessage(jid(), { document: bytes, mimetype: 'text/x-own' })
    const row = await stage.row(b, sent?.key.id ?? '')
    const response = await fetch(`${stage.sandbox.phonesUrl}/phones/${b}/messages/${row.id}/media`)
    expect(response.headers.get('content-type')).toBe('text/x-own')
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    const text = await stage.write(b, { to: a, type: 'text', text: 'no file' })
    const none = await call(stage.sandbox, 'GET', `/phones/${b}/messages/${text.id}/media`)
    expect(none).toMatchObject({ status: 404, body: { error: { code: 'no_media' } } })
  })

  it.each([
    ['fileSha256', Buffer.alloc(32), 'fileSha256 is not the hash of the decrypted bytes'],
    ['mediaKey', Buffer.alloc(32), 'the MAC is wrong'],
    ['directPath', '/v/nowhere.enc', 'the media server does not have the file'],
    ['fileLength', 1, `fileLength is not ${bytes.length}`],
  ])('an error for a file with a wrong %s', async (field, value, mediaError) => {
    const sent = await alice.sock?.sendMessage(jid(), { image: bytes, jpegThumbnail })
    const message = { imageMessage: { ...sent?.message?.imageMessage, [field]: value } }
    const id = `WRONG${field}`
    await alice.sock?.relayMessage(jid(), message, { messageId: id })
    const row = await stage.row(b, id, (row) => row.mediaError !== undefined)
    expect([row.mediaError, row.sha256]).toEqual([mediaError, undefined])
  })
})

describe('a companion receives from a phone', () => {
  const base64 = bytes.toString('base64')
  const received = async (body: object) => {
    const row = await stage.write(b, { to: a, ...body })
    const found = await until('the message', () => alice.messages.find(({ key }) => key.id === row.id))
    const content = normalizeMessageContent(found.message) ?? {}
    const key = getContentType(content) ?? 'conversation'
    return { row, found, key, part: content[key] }
  }

  it.each<[string, object, string, object]>([
    [
      'image',
      { caption: 'look', width: 3, height: 2, mimetype: 'image/png', thumbnail: jpegThumbnail },
      'imageMessage',
      { caption: 'look', width: 3, height: 2, mimetype: 'image/png' },
    ],
    ['video', { seconds: 4, gif: true }, 'videoMessage', { seconds: 4, gifPlayback: true }],
    ['audio', { seconds: 7, ptt: true }, 'audioMessage', { ptt: true, mimetype: 'audio/ogg; codecs=opus' }],
    ['document', { filename: 'a.pdf' }, 'documentMessage', { fileName: 'a.pdf' }],
    ['document', { filename: 'a.pdf', caption: 'read' }, 'documentMessage', { caption: 'read' }],
    ['sticker', {}, 'stickerMessage', { mimetype: 'image/webp' }],
    ['image', { viewOnce: true }, 'imageMessage', {}],
    ['audio', { viewOnce: true, ephemeral: 60 }, 'audioMessage', { contextInfo: { expiration: 60 } }],
  ])('%s %j', async (type, fields, kind, expected) => {
    const { row, found, key, part } = await received({ type, base64, ...fields })
    expect(row).toMatchObject({ type, ...file })
    expect(key).toBe(kind)
    expect(part).toMatchObject(expected)
    expect((await downloadMediaMessage(found, 'buffer', {})).equals(bytes)).toBe(true)
    await stage.row(b, row.id, ({ status }) => status === 'DELIVERED')
  })

  it.each<[string, object, string, object]>([
    [
      'location',
      { latitude: 1.5, longitude: -2.5, name: 'Here' },
      'locationMessage',
      { degreesLatitude: 1.5, name: 'Here' },
    ],
    ['contact', { name: 'Zoe', vcard }, 'contactMessage', { displayName: 'Zoe', vcard }],
    [
      'contact',
      { contacts: [1, 2].map((n) => ({ name: `Z${n}`, vcard })) },
      'contactsArrayMessage',
      { contacts: [{ displayName: 'Z1' }, { displayName: 'Z2' }] },
    ],
    [
      'poll',
      { name: 'When?', options: ['now', 'then'] },
      'pollCreationMessageV3',
      { name: 'When?', selectableOptionsCount: 1 },
    ],
    [
      'poll',
      { name: 'What?', options: ['x', 'y'], selectable: 0 },
      'pollCreationMessage',
      { options: [{ optionName: 'x' }, { optionName: 'y' }] },
    ],
    [
      'text',
      { text: 'hi', forwarded: true, ephemeral: 60 },
      'extendedTextMessage',
      { text: 'hi', contextInfo: { isForwarded: true, expiration: 60 } },
    ],
    ['raw', { message: { eventMessage: { name: 'Party' } } }, 'eventMessage', { name: 'Party' }],
  ])('%s %j', async (type, fields, kind, expected) => {
    const { row, key, part } = await received({ type, ...fields })
    expect([key, row.copies]).toEqual([kind, 1])
    expect(part).toMatchObject(expected)
  })

  it('a reply with a mention, an edited caption and a revoke', async () => {
    const question = await alice.send(b, 'how?')
    await stage.row(b, question)
    const { part } = await received({ type: 'text', text: 'so', quoted: question, mentions: [a] })
    const { lid } = (await call(stage.sandbox, 'GET', `/phones/${a}`)).body
    expect(part).toMatchObject({
      contextInfo: {
        stanzaId: question,
        mentionedJid: [lid],
        quotedMessage: { extendedTextMessage: { text: 'how?' } },
      },
    })
    const image = await stage.write(b, { to: a, type: 'image', base64, caption: 'teh' })
    // Baileys reads only the edits of older phones.
    await stage.write(b, { type: 'edit', messageId: image.id, text: 'the', plain: true })
    const edit = await until('the edit', () => alice.updates.find(({ key }) => key.id === image.id))
    const edited = edit.update.message?.editedMessage?.message
    expect(edited?.imageMessage?.caption).toBe('the')
    expect(await stage.row(b, image.id)).toMatchObject({ caption: 'the', edited: true })
    await stage.write(b, { type: 'revoke', messageId: image.id })
    await until('the revoke', () =>
      alice.updates.find(({ key, update }) => key.id === image.id && update.message === null),
    )
  })
})
