import { getContentType, proto } from '@whiskeysockets/baileys'
import { compact, type Loose, type ShownContent } from './shown.ts'

export type Fields = Loose<ShownContent>
type Readers = { [K in keyof proto.IMessage]?: (part: NonNullable<proto.IMessage[K]>) => Fields }

const { Type } = proto.Message.ProtocolMessage

/** The reader of each kind of content. A kind without a reader shows only its type. */
const READERS: Readers = {
  conversation: (text) => ({ type: 'text', text }),
  extendedTextMessage: (part) => ({ type: 'text', text: part.text ?? '', linkPreview: preview(part) }),
  imageMessage: (part) => ({ type: 'image', ...file(part), ...picture(part) }),
  videoMessage: (part) => ({ type: 'video', ...film(part) }),
  ptvMessage: (part) => ({ type: 'video', ptv: true, ...film(part) }),
  audioMessage: (part) => ({
    type: 'audio',
    ...file(part),
    seconds: part.seconds,
    ptt: part.ptt,
    waveform: has(part.waveform),
  }),
  documentMessage: (part) => ({
    type: 'document',
    ...file(part),
    caption: part.caption,
    filename: part.fileName,
    thumbnail: has(part.jpegThumbnail),
  }),
  stickerMessage: (part) => ({
    type: 'sticker',
    ...file(part),
    width: part.width,
    height: part.height,
    animated: part.isAnimated,
    thumbnail: has(part.pngThumbnail),
  }),
  locationMessage: (part) => ({ type: 'location', ...place(part), live: part.isLive }),
  liveLocationMessage: (part) => ({
    type: 'location',
    live: true,
    latitude: part.degreesLatitude,
    longitude: part.degreesLongitude,
    caption: part.caption,
  }),
  contactMessage: (part) => ({ type: 'contact', contacts: [card(part)] }),
  contactsArrayMessage: (part) => ({
    type: 'contact',
    name: part.displayName,
    contacts: part.contacts?.map(card),
  }),
  pollCreationMessage: poll,
  pollCreationMessageV2: poll,
  pollCreationMessageV3: poll,
  reactionMessage: (part) => ({ type: 'reaction', text: part.text ?? '', targetId: part.key?.id }),
  protocolMessage: (part) => {
    const targetId = part.key?.id
    if (part.type === Type.REVOKE) return { type: 'revoke', targetId }
    if (part.type === Type.EPHEMERAL_SETTING) return { type: 'timer', seconds: part.ephemeralExpiration ?? 0 }
    if (part.type !== Type.MESSAGE_EDIT) return { type: 'protocol' }
    const { text, caption, name, poll } = readContent(part.editedMessage ?? {})
    return { type: 'edit', text: text ?? caption ?? name ?? poll?.name ?? '', name, poll, targetId }
  },
  eventMessage: (part) => ({ type: 'event', name: part.name, text: part.description }),
  commentMessage: (part) => ({
    type: 'comment',
    text: readContent(part.message ?? {}).text,
    targetId: part.targetMessageKey?.id,
  }),
  groupInviteMessage: (part) => ({ type: 'groupInvite', name: part.groupName, caption: part.caption }),
  listMessage: (part) => ({
    type: 'list',
    name: part.title,
    text: part.description,
    options: part.sections?.flatMap(({ rows }) => rows?.map(({ title }) => title ?? '') ?? []),
  }),
  listResponseMessage: (part) => ({
    type: 'listResponse',
    text: part.title,
    selectedId: part.singleSelectReply?.selectedRowId,
  }),
  buttonsMessage: (part) => ({
    type: 'buttons',
    text: part.contentText,
    options: part.buttons?.map(({ buttonText }) => buttonText?.displayText ?? ''),
  }),
  buttonsResponseMessage: (part) => ({
    type: 'buttonsResponse',
    text: part.selectedDisplayText,
    selectedId: part.selectedButtonId,
  }),
  templateButtonReplyMessage: (part) => ({
    type: 'templateButtonReply',
    text: part.selectedDisplayText,
    selectedId: part.selectedId,
  }),
  interactiveMessage: (part) => ({ type: 'interactive', text: part.body?.text }),
}

/** Returns the fields of an unwrapped content, from the first kind that it holds. */
export function readContent(content: proto.IMessage): Fields {
  const key = getContentType(content)
  if (!key) return {}
  // The type of the table pairs each key with the reader of its part.
  const read = READERS[key] as ((part: unknown) => Fields) | undefined
  return read ? read(content[key]) : { type: key.replace(/Message$/, '') }
}

const has = (bytes: Uint8Array | null | undefined) => (bytes?.length ?? 0) > 0

function file(part: { mimetype?: string | null; fileLength?: unknown }): Fields {
  return { mimetype: part.mimetype, size: part.fileLength == null ? undefined : Number(part.fileLength) }
}

type Picture = proto.Message.IImageMessage | proto.Message.IVideoMessage

function picture({ caption, width, height, jpegThumbnail, viewOnce }: Picture): Fields {
  return { caption, width, height, thumbnail: has(jpegThumbnail), viewOnce }
}

function film(part: proto.Message.IVideoMessage): Fields {
  return { ...file(part), ...picture(part), seconds: part.seconds, gif: part.gifPlayback }
}

function place(part: proto.Message.ILocationMessage): Fields {
  return {
    latitude: part.degreesLatitude,
    longitude: part.degreesLongitude,
    name: part.name,
    address: part.address,
    caption: part.comment,
  }
}

function card(part: proto.Message.IContactMessage) {
  return { name: part.displayName ?? '', vcard: part.vcard ?? '' }
}

function poll(part: proto.Message.IPollCreationMessage): Fields {
  const options = part.options?.map(({ optionName }) => optionName ?? '') ?? []
  const poll = { name: part.name ?? '', options, selectable: part.selectableOptionsCount ?? 0 }
  return { type: 'poll', poll }
}

function preview(part: proto.Message.IExtendedTextMessage): ShownContent['linkPreview'] {
  if (!part.matchedText) return undefined
  return { url: part.matchedText, ...compact({ title: part.title, description: part.description }) }
}
