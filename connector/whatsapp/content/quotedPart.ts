import { proto } from '@whiskeysockets/baileys'
import { MEDIA_TYPES, type MediaType, type MessageContent } from '#shared/contracts/messages.ts'
import type { Shown } from './facts.ts'
import { CONNECTOR_KINDS, given, isComposed } from './kinds/index.ts'

/** WhatsApp's part of each kind with a file. */
const FILE_PARTS = {
  image: 'imageMessage',
  video: 'videoMessage',
  audio: 'audioMessage',
  document: 'documentMessage',
  sticker: 'stickerMessage',
} as const satisfies Record<MediaType, keyof proto.IMessage>

/**
 * Returns the content that a quote shows: the part of the quoted message with its thumbnail and its current texts. A kind
 * that the gateway cannot compose is quoted by its text.
 */
export function quotedPart({ type, content, preview }: Shown): proto.IMessage {
  if (preview) return withTexts(proto.Message.decode(preview), content)
  if (isMedia(type))
    return { [FILE_PARTS[type]]: { ...factsOf(content), ...textsOf(FILE_PARTS[type], content) } }
  const text = { conversation: content.text ?? content.caption ?? '' }
  const kind = CONNECTOR_KINDS[type]
  if (type === 'text' || type === 'reaction' || !isComposed(kind)) return text
  return kind.compose({ id: '', remoteJid: '', type, content, ownJid: '' }, undefined).message
}

/** Returns a part of a message with other texts. The other fields of the part stay. */
export function withTexts(message: proto.IMessage, content: MessageContent): proto.IMessage {
  return Object.fromEntries(
    Object.entries(message).map(([name, part]) => [name, { ...part, ...textsOf(name, content) }]),
  )
}

function isMedia(type: Shown['type']): type is MediaType {
  return MEDIA_TYPES.includes(type as MediaType)
}

/** Returns the texts that a preview omits, by WhatsApp's name of the part. */
function textsOf(part: string, { caption, filename, name, address }: MessageContent): object {
  switch (part) {
    case 'documentMessage':
      return { ...given('caption', caption), ...given('fileName', filename), ...given('title', filename) }
    case 'locationMessage':
      return { ...given('name', name), ...given('address', address) }
    default:
      return given('caption', caption)
  }
}

/** Returns the facts of a file whose message the database has without a preview. */
function factsOf({ mimetype, seconds, width, height, ptt, gif, viewOnce }: MessageContent): object {
  return {
    ...given('mimetype', mimetype),
    ...given('seconds', seconds),
    ...given('width', width),
    ...given('height', height),
    ...(ptt && { ptt }),
    ...(gif && { gifPlayback: true }),
    ...(viewOnce && { viewOnce }),
  }
}
