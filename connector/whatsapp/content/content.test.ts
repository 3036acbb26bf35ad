import { proto } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { KINDS, type MessageContent, messageContentSchema } from '#shared/contracts/messages.ts'
import { cpuMs } from '#shared/testing.ts'
import { readMediaSource } from '../media.ts'
import { compose } from './compose.ts'
import { readChange, readContent } from './read.ts'

const vcard =
  'BEGIN:VCARD\nVERSION:3.0\nFN:Ay\u015fe\nTEL;type=CELL;waid=905551234567:+90 555 123 45 67\nEND:VCARD'

it.each([
  ['a text', { conversation: 'a' }, { type: 'text', content: { text: 'a' } }],
  ['an extended text', { extendedTextMessage: { text: 'b' } }, { type: 'text', content: { text: 'b' } }],
  [
    'a disappearing message',
    {
      ephemeralMessage: {
        message: { extendedTextMessage: { text: 'c', contextInfo: { expiration: 86_400 } } },
      },
    },
    { type: 'text', content: { text: 'c', ephemeral: 86_400 } },
  ],
  [
    'a picture',
    {
      imageMessage: {
        caption: 'cap',
        mimetype: 'image/jpeg',
        fileLength: 5,
        width: 2,
        height: 3,
        fileSha256: Buffer.of(1),
      },
    },
    {
      type: 'image',
      content: { caption: 'cap', mimetype: 'image/jpeg', size: 5, sha256: '01', width: 2, height: 3 },
    },
  ],
  [
    'a view-once picture',
    { viewOnceMessageV2: { message: { imageMessage: { mimetype: 'image/jpeg' } } } },
    { type: 'image', content: { mimetype: 'image/jpeg', viewOnce: true } },
  ],
  [
    'a document with a caption',
    { documentWithCaptionMessage: { message: { documentMessage: { fileName: 'a.pdf', caption: 'c' } } } },
    { type: 'document', content: { filename: 'a.pdf', caption: 'c' } },
  ],
  [
    'a voice note',
    { audioMessage: { ptt: true, seconds: 4 } },
    { type: 'audio', content: { ptt: true, seconds: 4 } },
  ],
  ['a gif', { videoMessage: { gifPlayback: true } }, { type: 'video', content: { gif: true } }],
  [
    'a sticker',
    { stickerMessage: { mimetype: 'image/webp' } },
    { type: 'sticker', content: { mimetype: 'image/webp' } },
  ],
  [
    'a location',
    { locationMessage: { degreesLatitude: 41, degreesLongitude: 29, name: 'Istanbul' } },
    { type: 'location', content: { latitude: 41, longitude: 29, name: 'Istanbul' } },
  ],
  [
    'a contact',
    { contactMessage: { displayName: 'Ay\u015fe', vcard } },
    { type: 'contact', content: { contacts: [{ name: 'Ay\u015fe', phone: '905551234567', vcard }] } },
  ],
  [
    'a reaction',
    { reactionMessage: { text: '\u{1F44D}', key: { id: 'A' } } },
    { type: 'reaction', content: { emoji: '\u{1F44D}', messageId: 'A' } },
  ],
  [
    'a poll',
    { pollCreationMessageV3: { name: 'p', options: [{ optionName: 'x' }], selectableOptionsCount: 1 } },
    { type: 'poll', content: { text: 'p', poll: { name: 'p', options: ['x'], selectable: 1 } } },
  ],
  [
    'a reply',
    {
      extendedTextMessage: {
        text: 'yes',
        contextInfo: {
          stanzaId: 'Q',
          participant: '1@lid',
          quotedMessage: { conversation: 'ready?' },
          mentionedJid: ['2@lid'],
          isForwarded: true,
        },
      },
    },
    {
      type: 'text',
      content: {
        text: 'yes',
        quoted: { id: 'Q', participant: '1@lid', text: 'ready?' },
        mentions: ['2@lid'],
        forwarded: true,
      },
    },
  ],
  [
    'a comment with a picture',
    {
      commentMessage: {
        message: { imageMessage: { caption: 'c', mimetype: 'image/png' } },
        targetMessageKey: { id: 'A' },
      },
    },
    { type: 'comment', content: { caption: 'c', mimetype: 'image/png', messageId: 'A' } },
  ],
  ['a protocol message', { protocolMessage: { type: 0 } }, null],
  ['a key', { senderKeyDistributionMessage: { groupId: 'g' } }, null],
  ['nothing', {}, null],
  ['no message', null, null],
])('reads %s', (_, message, read) => {
  expect(readContent(message && proto.Message.fromObject(message))).toEqual(read)
})

it.each([
  [
    { protocolMessage: { type: 14, key: { id: 'A' }, editedMessage: { conversation: 'new' } } },
    {
      change: 'edited',
      messageId: 'A',
      content: { type: 'text', content: { text: 'new' } },
      changedAt: null,
    },
  ],
  [
    {
      editedMessage: {
        message: { protocolMessage: { type: 14, key: { id: 'A' }, editedMessage: { conversation: 'new' } } },
      },
    },
    {
      change: 'edited',
      messageId: 'A',
      content: { type: 'text', content: { text: 'new' } },
      changedAt: null,
    },
  ],
  [{ protocolMessage: { type: 0, key: { id: 'A' } } }, { change: 'deleted', messageId: 'A', author: null }],
  [{ protocolMessage: { type: 5 } }, null],
  [{ conversation: 'x' }, null],
])('reads the change of %j', (message, change) => {
  expect(readChange(proto.Message.fromObject(message))).toEqual(change)
})

const file = { mediaKey: Buffer.of(1), directPath: '/v/file', fileSha256: Buffer.of(2) }

// Only a quote in a group names its author.
const draft = {
  id: 'M',
  remoteJid: '1@g.us',
  ownJid: '9@s.whatsapp.net',
}

it.each([
  ['text', { text: 'said once, said twice' }],
  [
    'text',
    {
      text: 'a reply',
      quoted: { id: 'Q', participant: '2@s.whatsapp.net', text: 'a question' },
      mentions: ['2@s.whatsapp.net'],
    },
  ],
  ['location', { latitude: 41, longitude: 29, name: 'Istanbul', address: 'Here' }],
  ['poll', { text: 'p', poll: { name: 'p', options: ['x', 'y'], selectable: 1 } }],
  ['poll', { text: 'p', poll: { name: 'p', options: ['x', 'y'], selectable: 0 } }],
  ['reaction', { emoji: '\u{1F44D}', messageId: 'A' }],
  ...(['text', 'location', 'poll', 'reaction'] as const).map((type) => [type, KINDS[type].example] as const),
] as const)('writes %s %j as it reads it', (type, content) => {
  const { message } = compose({ ...draft, type, content: structuredClone(content) as MessageContent })
  const wire = proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish())
  expect(readContent(wire)).toEqual({ type, content })
})

it('composes a card from a name and a number, and escapes special characters', () => {
  const content = { contacts: [{ name: 'A; B, C', phone: '905551234567' }] }
  const { message } = compose({ ...draft, type: 'contact', content })
  expect(readContent(message)?.content.contacts).toMatchObject([{ name: 'A; B, C', phone: '905551234567' }])
  expect(message.contactMessage?.vcard).toContain('FN:A\\; B\\, C')
})

it('reads hostile content quickly, and trims it', () => {
  const card = `BEGIN:VCARD\n${'TEL'.repeat(200_000)}`
  const many = {
    name: 'p',
    options: Array.from({ length: 60_000 }, (_, index) => ({ optionName: `${index}` })),
  }
  const found: ReturnType<typeof readContent>[] = []
  const read = () =>
    found.push(
      readContent(proto.Message.fromObject({ contactMessage: { displayName: 'x', vcard: card } })),
      readContent(proto.Message.fromObject({ pollCreationMessage: many })),
    )
  expect(cpuMs(read)).toBeLessThan(2_000)
  const [contact, poll] = found
  expect(contact?.content).toEqual({ contacts: [{ name: 'x' }], truncated: true })
  expect(poll?.content.poll?.options).toHaveLength(100)
})

it.each([
  [
    'a place outside of numbers',
    { locationMessage: { degreesLatitude: Number.NaN, degreesLongitude: -1 / 0 } },
  ],
  ['a live place outside of numbers', { liveLocationMessage: { degreesLatitude: 1 / 0 } }],
  ['a file of 64 bits', { documentMessage: { fileLength: '18446744073709551615', fileName: 'a' } }],
  ['a picture of 64 bits', { imageMessage: { fileLength: '9007199254740993', width: 4_294_967_295 } }],
  ['a disappearing text', { extendedTextMessage: { text: 'a', contextInfo: { expiration: 4_294_967_295 } } }],
  ['a poll', { pollCreationMessage: { selectableOptionsCount: 4_294_967_295 } }],
])('reads %s as content that the contract accepts after a round trip through JSON', (_, message) => {
  const wire = proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish())
  const stored = JSON.parse(JSON.stringify(readContent(wire)?.content))
  expect(messageContentSchema.parse(stored)).toEqual(stored)
})

it('omits a media type that is unsafe as a header value', () => {
  const read = (mimetype: string) => readContent({ documentMessage: { mimetype } })?.content.mimetype
  expect(read('application/pdf')).toBe('application/pdf')
  expect(read('audio/ogg; codecs=opus')).toBe('audio/ogg; codecs=opus')
  expect(read('application/pdf; name=Ay\u015fe')).toBeUndefined()
  expect(read('text/html\r\nset-cookie: x')).toBeUndefined()
})

it('rejects a kind without a composer', () => {
  expect(() => compose({ ...draft, type: 'unknown', content: {} })).toThrow('cannot be sent')
})

it.each([
  ['a template', { templateMessage: { hydratedTemplate: { imageMessage: file } } }, 'image'],
  ['an interactive message', { interactiveMessage: { header: { videoMessage: file } } }, 'video'],
  ['buttons', { buttonsMessage: { documentMessage: file } }, 'document'],
  ['a product', { productMessage: { product: { productImage: file } } }, 'image'],
  ['a comment', { commentMessage: { message: { stickerMessage: file } } }, 'sticker'],
  ['a Lottie sticker', { lottieStickerMessage: { message: { stickerMessage: file } } }, 'sticker'],
  ['a picture of an event', { eventCoverImage: { message: { imageMessage: file } } }, 'image'],
])('finds the file of %s', (_, message, type) => {
  expect(readMediaSource(message)).toMatchObject({ type, directPath: '/v/file', sha256: '02' })
})
