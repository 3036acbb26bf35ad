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

/** Returns the envelope that a client gives to a message of this kind. */
export function envelopeOf(message: proto.IMessage): Envelope {
  const content = normalizeMessageContent(message) ?? {}
  const key = getContentType(content) ?? ''
  if (content.reactionMessage) return { stanza: { type: 'reaction' }, enc: { 'decrypt-fail': 'hide' } }
  if (content.pollUpdateMessage || key.startsWith('pollCreation'))
    return { stanza: { type: 'poll' }, enc: {} }
  if (content.eventMessage) return { stanza: { type: 'event' }, enc: {} }
  if (content.pinInChatMessage)
    return { stanza: { type: 'text', edit: '2' }, enc: { 'decrypt-fail': 'hide' } }
  const edit = content.protocolMessage?.type
  if (edit === Type.MESSAGE_EDIT) return { stanza: { type: 'text', edit: '1' }, enc: {} }
  // Edit 7 revokes an own message, and edit 8 lets an admin revoke the message of another member.
  if (edit === Type.REVOKE)
    return { stanza: { type: 'text', edit: content.protocolMessage?.key?.fromMe ? '7' : '8' }, enc: {} }
  const mediatype = content.audioMessage?.ptt
    ? 'ptt'
    : content.videoMessage?.gifPlayback
      ? 'gif'
      : MEDIA_TYPES[key]
  return mediatype ? { stanza: { type: 'media' }, enc: { mediatype } } : { stanza: { type: 'text' }, enc: {} }
}
