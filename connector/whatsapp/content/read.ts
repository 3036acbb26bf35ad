import { normalizeMessageContent, type proto, type WAMessageContent } from '@whiskeysockets/baileys'
import type { ContactCard, MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { MAX_VCARD } from '#shared/contracts/sizes.ts'
import { trimContent } from './trimContent.ts'

export interface ReadContent {
  type: MessageType
  content: MessageContent
}

/** Parts of a message without content. */
const ENVELOPE = new Set(['messageContextInfo', 'senderKeyDistributionMessage'])
/** Control messages between WhatsApp's clients. */
const CONTROL = new Set(['protocolMessage', 'deviceSentMessage', 'encReactionMessage', 'keepInChatMessage'])
/** Media types that are safe as a header value. */
const MIMETYPE = /^[\w.+-]{1,80}\/[\w.+-]{1,80}(; ?codecs=[\w.+-]{1,40})?$/

const VIEW_ONCE = ['viewOnceMessage', 'viewOnceMessageV2', 'viewOnceMessageV2Extension'] as const

/** Reads the part of one kind. Returns null if the part has no content. */
type Reader<Part> = (part: Part) => ReadContent | null
type Kinds = { [Kind in keyof proto.IMessage]?: Reader<NonNullable<proto.IMessage[Kind]>> }

const media = (
  type: MessageType,
  part: proto.Message.IImageMessage & proto.Message.IVideoMessage & proto.Message.IDocumentMessage,
  more: MessageContent = {},
): ReadContent => ({
  type,
  content: {
    ...given('caption', part.caption || undefined),
    ...given('mimetype', part.mimetype && MIMETYPE.test(part.mimetype) ? part.mimetype : undefined),
    ...given('filename', part.fileName || undefined),
    ...given('size', part.fileLength ? Number(part.fileLength) : undefined),
    ...given('sha256', part.fileSha256 ? Buffer.from(part.fileSha256).toString('hex') : undefined),
    ...given('seconds', part.seconds || undefined),
    ...given('width', part.width || undefined),
    ...given('height', part.height || undefined),
    ...more,
  },
})

const poll: Reader<proto.Message.IPollCreationMessage> = (part) => ({
  type: 'poll',
  content: {
    poll: {
      name: part.name ?? '',
      options: (part.options ?? []).flatMap(({ optionName }) => optionName ?? []),
      selectable: part.selectableOptionsCount ?? 0,
    },
  },
})

const place = (
  part: proto.Message.ILocationMessage & proto.Message.ILiveLocationMessage,
  live: boolean,
): ReadContent => ({
  type: 'location',
  content: {
    latitude: part.degreesLatitude ?? 0,
    longitude: part.degreesLongitude ?? 0,
    ...given('name', part.name || undefined),
    ...given('address', part.address || undefined),
    ...given('caption', part.caption || undefined),
    ...(live && { live }),
  },
})

const tapped = (label: string | null | undefined, id: string | null | undefined): ReadContent => ({
  type: 'text',
  content: { text: label ?? '', ...given('selectedId', id || undefined) },
})

/** Readers by WhatsApp's kind of message. */
const KINDS: Kinds = {
  conversation: (text) => (text ? { type: 'text', content: { text } } : null),
  extendedTextMessage: (part) => (part.text ? { type: 'text', content: { text: part.text } } : null),
  imageMessage: (part) => media('image', part),
  videoMessage: (part) => media('video', part, part.gifPlayback ? { gif: true } : {}),
  ptvMessage: (part) => media('video', part),
  audioMessage: (part) => media('audio', part, part.ptt ? { ptt: true } : {}),
  documentMessage: (part) => media('document', part),
  stickerMessage: (part) => media('sticker', part),
  locationMessage: (part) => place(part, part.isLive === true),
  liveLocationMessage: (part) => place(part, true),
  contactMessage: (part) => ({ type: 'contact', content: { contacts: [readCard(part)] } }),
  contactsArrayMessage: (part) => ({
    type: 'contact',
    content: { contacts: (part.contacts ?? []).map(readCard) },
  }),
  reactionMessage: (part) => ({
    type: 'reaction',
    content: { emoji: part.text ?? '', ...given('messageId', part.key?.id ?? undefined) },
  }),
  pollCreationMessage: poll,
  pollCreationMessageV2: poll,
  pollCreationMessageV3: poll,
  // An answer to a list or to buttons is a text that the user selected.
  listResponseMessage: (part) => tapped(part.title, part.singleSelectReply?.selectedRowId),
  buttonsResponseMessage: (part) => tapped(part.selectedDisplayText, part.selectedButtonId),
  templateButtonReplyMessage: (part) => tapped(part.selectedDisplayText, part.selectedId),
}

/** Returns the content of a message, or null if it has none for a user. A kind without a reader is `unknown`. */
export function readContent(message: WAMessageContent | null | undefined): ReadContent | null {
  const inner = normalizeMessageContent(message)
  if (!message || !inner) return null
  for (const [kind, read] of Object.entries(KINDS) as [keyof proto.IMessage, Reader<unknown>][]) {
    const part = inner[kind]
    const found = part ? read(part) : null
    if (found)
      return {
        type: found.type,
        content: trimContent({ ...found.content, ...readContext(part), ...readWrappers(message) }),
      }
  }
  const kind = Object.entries(inner).find(([name, value]) => value && !ENVELOPE.has(name))?.[0]
  if (kind === undefined || CONTROL.has(kind) || kind in KINDS) return null
  return { type: 'unknown', content: trimContent({ kind }) }
}

/** Reads the context of any kind: the quoted message, mentions, the forwarded flag and the disappearing timer. */
function readContext(part: unknown): MessageContent {
  const info = (part as { contextInfo?: proto.IContextInfo | null })?.contextInfo
  if (!info) return {}
  const quoted = info.stanzaId ? readQuoted(info.stanzaId, info) : undefined
  return {
    ...given('quoted', quoted),
    ...given('mentions', info.mentionedJid?.length ? info.mentionedJid : undefined),
    ...(info.isForwarded && { forwarded: true }),
    ...given('ephemeral', info.expiration || undefined),
  }
}

function readQuoted(id: string, info: proto.IContextInfo): NonNullable<MessageContent['quoted']> {
  const said = readContent(info.quotedMessage)?.content
  return {
    id,
    ...given('participant', info.participant ?? undefined),
    ...given('text', said?.text ?? said?.caption),
  }
}

function readWrappers(message: WAMessageContent): MessageContent {
  const outer = message.ephemeralMessage?.message ?? message
  return VIEW_ONCE.some((wrapper) => outer[wrapper]) || isViewOnce(outer) ? { viewOnce: true } : {}
}

function isViewOnce(message: WAMessageContent): boolean {
  const { imageMessage, videoMessage, audioMessage } = message
  return [imageMessage, videoMessage, audioMessage].some((part) => part?.viewOnce)
}

function readCard({ displayName, vcard: card }: proto.Message.IContactMessage): ContactCard {
  const phone = card && card.length <= MAX_VCARD ? phoneIn(card) : undefined
  return { name: displayName ?? '', ...given('phone', phone), ...given('vcard', card || undefined) }
}

/**
 * Returns the phone number of a card: WhatsApp's own `waid`, or the first number. The card is read line by line, so that no card
 * takes long.
 */
function phoneIn(vcard: string): string | undefined {
  const lines = vcard.split(/\r?\n/).filter((line) => /^(item\d+\.)?TEL/i.test(line))
  const waid = lines.map((line) => /waid=(\d{5,20})/.exec(line)?.[1]).find((found) => found !== undefined)
  const written = lines[0]?.split(':').at(-1)?.replace(/\D/g, '')
  return waid ?? (written || undefined)
}

/** An edit or a deletion in a protocol message. */
export type ReadChange =
  | { change: 'edited'; messageId: string; content: ReadContent }
  | { change: 'deleted'; messageId: string }

/** Returns the change to an earlier message, or null if the message makes none. */
export function readChange(message: WAMessageContent | null | undefined): ReadChange | null {
  const protocol = normalizeMessageContent(message)?.protocolMessage
  const messageId = protocol?.key?.id
  if (!protocol || !messageId) return null
  if (protocol.editedMessage) {
    const content = readContent(protocol.editedMessage)
    return content && { change: 'edited', messageId, content }
  }
  const isRevoke = (protocol.type ?? 0) === 0
  if (!isRevoke) return null
  return { change: 'deleted', messageId }
}

/** Returns an object with the field if it has a value, because `exactOptionalPropertyTypes` forbids `undefined`. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value })
}
