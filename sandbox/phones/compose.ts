import { randomBytes } from 'node:crypto'
import { proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import { nowSeconds } from '../server/nodes.ts'
import type { ContentDraft, FileDraft } from './draft.ts'
import { withFuture } from './future.ts'

const MIMETYPES = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  document: 'application/octet-stream',
  sticker: 'image/webp',
} as const
const VOICE_NOTE = 'audio/ogg; codecs=opus'

/**
 * Composes a message in WhatsApp's form.
 * @param context the quoted message, the mentions and the timer of the chat
 */
export function composeContent(draft: ContentDraft, context: proto.IContextInfo): proto.IMessage {
  if (draft.type === 'raw') return withFuture(rawMessage(draft.message, draft.future), draft.future)
  if (draft.type === 'timer') return timerNotice(draft.seconds)
  const contextInfo = {
    ...context,
    ...(draft.forwarded && { isForwarded: true, forwardingScore: 1 }),
    ...(draft.ephemeral !== undefined && { expiration: draft.ephemeral }),
  }
  const hasContext = Object.keys(contextInfo).length > 0
  const message = wrap(draft, content(draft, hasContext ? { contextInfo } : {}))
  // Phones give each message a secret, with which changes of the message are encrypted.
  return { ...message, messageContextInfo: { messageSecret: randomBytes(32) } }
}

type Context = { contextInfo?: proto.IContextInfo }

function content(draft: Exclude<ContentDraft, { type: 'raw' | 'timer' }>, context: Context): proto.IMessage {
  switch (draft.type) {
    case 'text':
      // A `conversation` is a plain string, so only the extended form can carry a context.
      return context.contextInfo
        ? { extendedTextMessage: { text: draft.text, ...context } }
        : { conversation: draft.text }
    case 'location': {
      const { latitude, longitude, name, address } = draft
      const place = { degreesLatitude: latitude, degreesLongitude: longitude, name, address }
      return { locationMessage: present({ ...place, ...context }) }
    }
    case 'contact': {
      const contacts = draft.contacts.map(({ name, vcard }) => ({ displayName: name, vcard }))
      const [first, ...others] = contacts
      if (others.length === 0) return { contactMessage: { ...first, ...context } }
      return { contactsArrayMessage: { displayName: `${contacts.length} contacts`, contacts, ...context } }
    }
    case 'poll': {
      const options = draft.options.map((optionName) => ({ optionName }))
      const poll = { name: draft.name, options, selectableOptionsCount: draft.selectable, ...context }
      return draft.selectable === 1 ? { pollCreationMessageV3: poll } : { pollCreationMessage: poll }
    }
    case 'event': {
      const { name, description, startsAt: startTime } = draft
      return { eventMessage: present({ name, description, startTime, ...context }) }
    }
    default:
      return fileMessage(draft, context)
  }
}

/** Composes the notice of a changed timer, which has the time of the setting. */
function timerNotice(seconds: number): proto.IMessage {
  return {
    protocolMessage: {
      type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING,
      ephemeralExpiration: seconds,
      ephemeralSettingTimestamp: nowSeconds(),
    },
  }
}

function fileMessage(draft: FileDraft, context: Context): proto.IMessage {
  const { type, file, caption, seconds, width, height } = draft
  const mimetype = draft.mimetype ?? (type === 'audio' && draft.ptt ? VOICE_NOTE : MIMETYPES[type])
  const common = { ...file, mimetype, ...context }
  const jpegThumbnail = draft.thumbnail
  switch (type) {
    case 'image':
      return { imageMessage: present({ ...common, caption, width, height, jpegThumbnail }) }
    case 'video': {
      const gifPlayback = draft.gif
      return {
        videoMessage: present({ ...common, caption, seconds, width, height, gifPlayback, jpegThumbnail }),
      }
    }
    case 'audio':
      return { audioMessage: present({ ...common, seconds, ptt: draft.ptt, waveform: draft.waveform }) }
    case 'sticker':
      return { stickerMessage: present({ ...common, width, height }) }
    case 'document': {
      const fileName = draft.filename ?? 'document'
      const documentMessage = present({ ...common, fileName, title: fileName, caption, jpegThumbnail })
      // Phones wrap a document that has a caption, because older clients would show the document without its
      // caption.
      return caption ? { documentWithCaptionMessage: { message: { documentMessage } } } : { documentMessage }
    }
  }
}

function wrap(draft: ContentDraft, inner: proto.IMessage): proto.IMessage {
  let message = inner
  if (draft.viewOnce)
    message = message.audioMessage
      ? { viewOnceMessageV2Extension: { message } }
      : { viewOnceMessageV2: { message } }
  if (draft.ephemeral !== undefined) message = { ephemeralMessage: { message } }
  return message
}

/**
 * Decodes a raw message of any kind.
 * @throws SandboxError `invalid_body` if the JSON is no `proto.Message`
 */
function rawMessage(json: Record<string, unknown>, future: Uint8Array | undefined): proto.IMessage {
  try {
    const message = proto.Message.fromObject(json)
    const lost = lostField(
      json,
      proto.Message.toObject(message, { bytes: String, longs: String, enums: String }),
    )
    if (lost)
      throw new SandboxError('invalid_body', `The field message.${lost} is no field of proto.Message.`)
    if (future || proto.Message.encode(message).finish().length > 0) return message
  } catch (error) {
    if (error instanceof SandboxError) throw error
    throw new SandboxError('invalid_body', `The field message is not a proto.Message: ${String(error)}`)
  }
  throw new SandboxError('invalid_body', 'The field message has no field of proto.Message.')
}

/** Returns the path of the first field that the protobuf does not have, because its decoder ignores such a field. */
function lostField(given: unknown, kept: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || typeof kept !== 'object' || kept === null)
    return undefined
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) continue
    const there = (kept as Record<string, unknown>)[name]
    if (there === undefined) return name
    const inner = lostField(value, there)
    if (inner) return `${name}.${inner}`
  }
  return undefined
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Removes the undefined fields, which protobuf's types do not accept. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as Present<T>
}
