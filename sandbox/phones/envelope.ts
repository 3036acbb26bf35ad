import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys'

/** The attributes around an encrypted message: of its stanza, and of each ciphertext. */
export interface Envelope {
  stanza: Record<string, string>
  enc: Record<string, string>
}

const { Type } = proto.Message.ProtocolMessage

const MEDIA_TYPES: Record<string, string> = {
  imageMessage: 'image',
  videoMessage: 'video',
  ptvMessage: 'video',
  audioMessage: 'audio',
  documentMessage: 'document',
  stickerMessage: 'sticker',
  contactMessage: 'vcard',
  contactsArrayMessage: 'contact_array',
  liveLocationMessage: 'livelocation',
  listMessage: 'list',
  listResponseMessage: 'list_response',
  buttonsResponseMessage: 'buttons_response',
  groupInviteMessage: 'url',
}

/** Types of the stanzas of kinds without other attributes. */
const PLAIN_TYPES: Record<string, string> = {
  pollUpdateMessage: 'poll',
  eventMessage: 'event',
  encEventResponseMessage: 'event',
}

/** Returns the envelope that a client gives to a message of this kind. */
export function envelopeOf(message: proto.IMessage): Envelope {
  const content = normalizeMessageContent(message) ?? {}
  const key = getContentType(content) ?? ''
  const plain = PLAIN_TYPES[key] ?? (key.startsWith('pollCreation') ? 'poll' : undefined)
  if (plain !== undefined) return { stanza: { type: plain }, enc: {} }
  if (content.reactionMessage || content.encReactionMessage)
    return { stanza: { type: 'reaction' }, enc: { 'decrypt-fail': 'hide' } }
  if (content.pinInChatMessage)
    return { stanza: { type: 'text', edit: '2' }, enc: { 'decrypt-fail': 'hide' } }
  const edit = editOf(content)
  if (edit !== undefined) return { stanza: { type: 'text', edit }, enc: {} }
  const mediatype = content.audioMessage?.ptt
    ? 'ptt'
    : content.videoMessage?.gifPlayback
      ? 'gif'
      : MEDIA_TYPES[key]
  return mediatype ? { stanza: { type: 'media' }, enc: { mediatype } } : { stanza: { type: 'text' }, enc: {} }
}

/** Returns the value of `edit` in the stanza of a change, or undefined for another message. */
function editOf({ protocolMessage, secretEncryptedMessage }: proto.IMessage): string | undefined {
  if (secretEncryptedMessage || protocolMessage?.type === Type.MESSAGE_EDIT) return '1'
  // Edit 7 revokes an own message, and edit 8 lets an admin revoke the message of another member.
  if (protocolMessage?.type === Type.REVOKE) return protocolMessage.key?.fromMe ? '7' : '8'
  return undefined
}
