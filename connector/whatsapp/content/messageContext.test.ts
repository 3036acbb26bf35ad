import { proto } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { compose } from './compose.ts'
import { composeEdit } from './composeEdit.ts'
import type { About, MessageFacts } from './facts.ts'
import { previewOf } from './previewOf.ts'

const CHAT = '1@s.whatsapp.net'
const GROUP = '120363041234567890@g.us'
const LID = '630846724446591@lid'
const about: About = { id: 'Q', fromMe: false, chat: CHAT, author: CHAT }

function write(type: MessageType, content: MessageContent, remoteJid: string, facts: MessageFacts) {
  const draft = { id: 'M', remoteJid, type, content, ownJid: '9@s.whatsapp.net' }
  return compose({ ...draft, facts }).message
}

const quoteIn = (remoteJid: string, one: About) =>
  write('text', { text: 'Yes' }, remoteJid, { about: one }).extendedTextMessage?.contextInfo

describe('a quote', () => {
  it('names the author only in a group, in the addressing that the session chose', () => {
    expect(quoteIn(CHAT, about)).toEqual({ stanzaId: 'Q', quotedMessage: { conversation: '' } })
    expect(quoteIn(CHAT, { ...about, fromMe: true, author: '9@s.whatsapp.net' })).not.toHaveProperty(
      'participant',
    )
    expect(quoteIn(GROUP, { ...about, chat: GROUP, author: LID })).toMatchObject({ participant: LID })
    expect(quoteIn(GROUP, { ...about, chat: GROUP })).toMatchObject({ participant: CHAT })
  })

  it('names the author of a message that the database no longer has only in a group', () => {
    const content = { text: 'Yes', quoted: { id: 'Q', participant: CHAT, text: 'Ready?' } }
    const quote = { stanzaId: 'Q', quotedMessage: { conversation: 'Ready?' } }
    const contextIn = (remoteJid: string) =>
      write('text', content, remoteJid, {}).extendedTextMessage?.contextInfo
    expect(contextIn(CHAT)).toEqual(quote)
    expect(contextIn(GROUP)).toEqual({ ...quote, participant: CHAT })
  })

  it('names the chat and the author of a message in another chat', () => {
    expect(quoteIn(CHAT, { ...about, chat: GROUP, author: LID })).toMatchObject({
      remoteJid: GROUP,
      participant: LID,
    })
  })

  it.each<[MessageType, MessageContent, proto.IMessage]>([
    ['text', { text: 'Ready?' }, { conversation: 'Ready?' }],
    ['unknown', { kind: 'eventMessage', text: 'Party' }, { conversation: 'Party' }],
    [
      'image',
      { caption: 'c', mimetype: 'image/png' },
      { imageMessage: { caption: 'c', mimetype: 'image/png' } },
    ],
    ['video', { gif: true, seconds: 2 }, { videoMessage: { gifPlayback: true, seconds: 2 } }],
    ['audio', { ptt: true, seconds: 4 }, { audioMessage: { ptt: true, seconds: 4 } }],
    ['document', { filename: 'a.pdf' }, { documentMessage: { fileName: 'a.pdf', title: 'a.pdf' } }],
    ['sticker', { mimetype: 'image/webp' }, { stickerMessage: { mimetype: 'image/webp' } }],
  ])('shows the facts of the content of a message without a preview: %s', (type, content, quotedMessage) => {
    expect(quoteIn(CHAT, { ...about, shown: { type, content, preview: null } })).toEqual({
      stanzaId: 'Q',
      quotedMessage,
    })
  })

  it('has no secret of a quoted poll', () => {
    const content = { poll: { name: 'p', options: ['x', 'y'], selectable: 1 } }
    const quoted = quoteIn(CHAT, { ...about, shown: { type: 'poll', content, preview: null } })?.quotedMessage
    expect(quoted).toMatchObject({ pollCreationMessageV3: { name: 'p' } })
    expect(quoted).not.toHaveProperty('messageContextInfo')
  })
})

describe('a preview', () => {
  const thumbnail = Buffer.alloc(300, 7)
  const readPreview = (message: proto.IMessage) => {
    const preview = previewOf(proto.Message.fromObject(message))
    return preview && proto.Message.toObject(proto.Message.decode(preview), { longs: Number })
  }

  it('keeps the thumbnail and the file, and no text', () => {
    const contextInfo = { mentionedJid: [LID] }
    const imageMessage = {
      caption: 'c',
      mimetype: 'image/png',
      jpegThumbnail: thumbnail,
      fileLength: 9,
      contextInfo,
    }
    expect(readPreview({ imageMessage })).toEqual({
      imageMessage: { mimetype: 'image/png', jpegThumbnail: thumbnail, fileLength: 9 },
    })
    const documentMessage = {
      fileName: 'a',
      title: 'a',
      caption: 'c',
      jpegThumbnail: thumbnail,
      pageCount: 3,
    }
    expect(readPreview({ documentWithCaptionMessage: { message: { documentMessage } } })).toEqual({
      documentMessage: { jpegThumbnail: thumbnail, pageCount: 3 },
    })
    const locationMessage = { degreesLatitude: 1, degreesLongitude: 2, name: 'n', jpegThumbnail: thumbnail }
    expect(readPreview({ ephemeralMessage: { message: { locationMessage } } })).toEqual({
      locationMessage: { degreesLatitude: 1, degreesLongitude: 2, jpegThumbnail: thumbnail },
    })
  })

  it.each([
    'lottieStickerMessage',
    'groupMentionedMessage',
    'botInvokeMessage',
    'questionMessage',
    'statusMentionMessage',
  ])('keeps the thumbnail of a file in a %s', (wrapper) => {
    const message = { stickerMessage: { pngThumbnail: thumbnail } }
    const wrapped = { ephemeralMessage: { message: { [wrapper]: { message } } } }
    expect(readPreview(wrapped)).toEqual({ stickerMessage: { pngThumbnail: thumbnail } })
  })

  it('omits a thumbnail and a URL that are too large', () => {
    const large = { jpegThumbnail: Buffer.alloc(70_000), url: 'x'.repeat(3_000) }
    const imageMessage = { mimetype: 'image/png', ...large }
    expect(readPreview({ imageMessage })).toEqual({ imageMessage: { mimetype: 'image/png' } })
  })

  it.each<[string, proto.IMessage]>([
    ['text', { conversation: 'a' }],
    ['poll', { pollCreationMessage: { name: 'p' } }],
    ['view-once picture', { imageMessage: { viewOnce: true, jpegThumbnail: thumbnail } }],
    [
      'wrapped view-once picture',
      { viewOnceMessageV2: { message: { imageMessage: { jpegThumbnail: thumbnail } } } },
    ],
    [
      'disappearing view-once picture',
      { ephemeralMessage: { message: { viewOnceMessage: { message: { imageMessage: {} } } } } },
    ],
  ])('does not exist for a %s', (_, message) => {
    expect(previewOf(proto.Message.fromObject(message))).toBeNull()
  })
})

describe('a reaction', () => {
  const react = (remoteJid: string, facts: MessageFacts) =>
    write('reaction', { emoji: '👍', messageId: 'Q' }, remoteJid, facts)

  it.each<[string, string, About, proto.IMessageKey]>([
    ['a contact', CHAT, about, { remoteJid: CHAT, id: 'Q', fromMe: false }],
    [
      'us',
      CHAT,
      { ...about, fromMe: true, author: '9@s.whatsapp.net' },
      { remoteJid: CHAT, id: 'Q', fromMe: true },
    ],
    [
      'a member of a group with LIDs',
      GROUP,
      { ...about, chat: GROUP, author: LID },
      { remoteJid: GROUP, id: 'Q', fromMe: false, participant: LID },
    ],
    [
      'a member of a group with numbers',
      GROUP,
      { ...about, chat: GROUP },
      { remoteJid: GROUP, id: 'Q', fromMe: false, participant: CHAT },
    ],
    [
      'us in a group',
      GROUP,
      { ...about, chat: GROUP, fromMe: true, author: LID },
      { remoteJid: GROUP, id: 'Q', fromMe: true },
    ],
  ])('to a message from %s has the key that clients write', (_, remoteJid, one, key) => {
    const acceptedAt = new Date(1_782_297_000_123)
    expect(react(remoteJid, { about: one, acceptedAt })).toEqual({
      reactionMessage: { text: '👍', key, senderTimestampMs: 1_782_297_000_123 },
    })
  })

  it('carries the timer of the chat', () => {
    const { messageContextInfo } = react(CHAT, { about, timer: { seconds: 86_400, at: 5 } })
    expect(messageContextInfo).toEqual({ messageAddOnDurationInSecs: 86_400 })
  })
})

describe('an edit', () => {
  const timer = { seconds: 86_400, at: 5 }
  const contextInfo = { mentionedJid: [LID], expiration: 86_400, ephemeralSettingTimestamp: 5 }

  it('has the mentions and the timer', () => {
    const shown = { type: 'text', content: { text: 'New', mentions: [LID] }, preview: null } as const
    const edited = { ...shown, content: { text: 'New', mentions: [LID] } }
    expect(composeEdit({ ...edited, timer }, CHAT)).toEqual({
      extendedTextMessage: { text: 'New', contextInfo },
    })
    expect(composeEdit({ ...edited, content: { text: 'New' }, timer: null }, CHAT)).toEqual({
      extendedTextMessage: { text: 'New' },
    })
  })

  it('has the whole file of its caption', () => {
    const preview = previewOf({ imageMessage: { mimetype: 'image/png', width: 3, caption: 'old' } })
    const content = { caption: 'New', mentions: [LID] }
    const message = composeEdit({ type: 'image', content, preview, timer }, CHAT)
    expect(message.imageMessage).toMatchObject({
      mimetype: 'image/png',
      width: 3,
      caption: 'New',
      contextInfo,
    })
  })
})
