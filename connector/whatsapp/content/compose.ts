import { proto } from '@whiskeysockets/baileys'
import type { ContactCard, MessageContent, MessageType } from '#shared/contracts/messages.ts'

/** What goes out for a message: the same each time, so that a recipient who asks again gets what it was sent. */
export interface Outgoing {
  message: proto.IMessage
  /** Attributes of the stanza beside the usual ones. */
  attributes?: Record<string, string>
  /** Children of the stanza beside the usual ones. */
  nodes?: { tag: string; attrs: Record<string, string> }[]
}

/** Of a message to be composed: what it says, and what WhatsApp wants to know beside it. */
export interface Draft {
  id: string
  remoteJid: string
  type: MessageType
  content: MessageContent
  /** Our own JID, for quoting ourselves. */
  ownJid: string
  /** 32 bytes that are secret and always the same for this message: poll votes are encrypted with them. */
  secret: Uint8Array
}

type Composer = (draft: Draft, context: proto.IContextInfo | undefined) => Outgoing

const COMPOSERS: Partial<Record<MessageType, Composer>> = {
  text: ({ content }, contextInfo) => ({
    message: content.list
      ? { listMessage: { ...toList(content.text ?? '', content.list), ...withContext(contextInfo) } }
      : {
          extendedTextMessage: {
            text: content.text ?? '',
            ...linkPreview(content),
            ...withContext(contextInfo),
          },
        },
  }),
  location: ({ content }, contextInfo) => ({
    message: {
      locationMessage: {
        degreesLatitude: content.latitude ?? 0,
        degreesLongitude: content.longitude ?? 0,
        ...(content.name !== undefined && { name: content.name }),
        ...(content.address !== undefined && { address: content.address }),
        ...withContext(contextInfo),
      },
    },
  }),
  contact: ({ content }, contextInfo) => {
    const cards = (content.contacts ?? []).map((card) => ({
      displayName: card.name,
      vcard: card.vcard ?? toVcard(card),
    }))
    const [only] = cards
    if (cards.length === 1 && only)
      return { message: { contactMessage: { ...only, ...withContext(contextInfo) } } }
    const displayName = `${cards.length} contacts`
    return {
      message: { contactsArrayMessage: { displayName, contacts: cards, ...withContext(contextInfo) } },
    }
  },
  poll: ({ content, secret }, contextInfo) => ({
    message: {
      messageContextInfo: { messageSecret: secret },
      // WhatsApp shows a poll with one choice by another kind than one with several.
      [content.poll?.selectable === 1 ? 'pollCreationMessageV3' : 'pollCreationMessage']: {
        name: content.poll?.name ?? '',
        options: (content.poll?.options ?? []).map((optionName) => ({ optionName })),
        selectableOptionsCount: content.poll?.selectable ?? 0,
        ...withContext(contextInfo),
      },
    },
    nodes: [{ tag: 'meta', attrs: { polltype: 'creation' } }],
  }),
  reaction: ({ content, remoteJid }) => ({
    message: {
      reactionMessage: {
        text: content.emoji ?? '',
        key: {
          remoteJid,
          id: content.messageId ?? '',
          fromMe: content.quoted?.fromMe === true,
          ...(content.quoted?.participant && { participant: content.quoted.participant }),
        },
      },
    },
  }),
}

/** The message as it goes out.
 * @throws Error for a type that can't be sent */
export function compose(draft: Draft): Outgoing {
  const composer = COMPOSERS[draft.type]
  if (!composer) throw new Error(`A message of type ${draft.type} can not be sent`)
  return composer(draft, contextOf(draft))
}

/** What hangs on any kind: the message that it replies to, mentions, that it was forwarded. */
export function contextOf({
  type,
  content,
  ownJid,
  remoteJid,
}: Pick<Draft, 'type' | 'content' | 'ownJid' | 'remoteJid'>): proto.IContextInfo | undefined {
  const { quoted, mentions, forwarded } = content
  if (type === 'reaction' || (!quoted && !mentions && !forwarded)) return undefined
  return {
    ...(quoted && {
      stanzaId: quoted.id,
      participant: quoted.fromMe ? ownJid : (quoted.participant ?? remoteJid),
      quotedMessage: { conversation: quoted.text ?? '' },
    }),
    ...(mentions && { mentionedJid: mentions }),
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
  }
}

function withContext(contextInfo: proto.IContextInfo | undefined): { contextInfo?: proto.IContextInfo } {
  return contextInfo ? { contextInfo } : {}
}

/** All of the words stand above the list: they are to be answered also by who can't open it. */
function toList(
  description: string,
  { button: buttonText, rows }: NonNullable<MessageContent['list']>,
): proto.Message.IListMessage {
  return {
    description,
    buttonText,
    listType: proto.Message.ListMessage.ListType.SINGLE_SELECT,
    sections: [{ rows: rows.map(({ id: rowId, title }) => ({ rowId, title })) }],
  }
}

function linkPreview({ linkPreview: preview }: MessageContent): proto.Message.IExtendedTextMessage {
  if (!preview) return {}
  return {
    matchedText: preview.url,
    title: preview.title,
    description: preview.description ?? '',
    previewType: proto.Message.ExtendedTextMessage.PreviewType.NONE,
  }
}

/** The least that WhatsApp shows as a contact with a button to write to it. */
function toVcard({ name, phone }: ContactCard): string {
  const escaped = name.replace(/([\\,;])/g, '\\$1').replace(/\r?\n/g, ' ')
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `N:;${escaped};;;`, `FN:${escaped}`]
  if (phone) lines.push(`TEL;type=CELL;type=VOICE;waid=${phone}:+${phone}`)
  return [...lines, 'END:VCARD'].join('\n')
}
