import { proto } from '@whiskeysockets/baileys'
import type { ContactCard, MessageContent, MessageType } from '#shared/contracts/messages.ts'

/** A composed message. It is the same each time, so that a recipient who requests a retry gets the same content. */
export interface Outgoing {
  message: proto.IMessage
  /** Additional attributes of the stanza. */
  attributes?: Record<string, string>
  /** Additional children of the stanza. */
  nodes?: { tag: string; attrs: Record<string, string> }[]
}

/** A message to compose: its content, and the fields that WhatsApp needs. */
export interface Draft {
  id: string
  remoteJid: string
  type: MessageType
  content: MessageContent
  /** The session's own JID, for quotes of its own messages. */
  ownJid: string
  /** Secret of 32 bytes that is constant for the message and encrypts poll votes. */
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
      // WhatsApp uses different kinds for polls with one and with several choices.
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

/**
 * Composes a message.
 * @throws Error for a type that cannot be sent
 */
export function compose(draft: Draft): Outgoing {
  const composer = COMPOSERS[draft.type]
  if (!composer) throw new Error(`A message of type ${draft.type} cannot be sent`)
  return composer(draft, contextOf(draft))
}

/** Returns the context of any kind: the quoted message, mentions, and the forwarded flag. */
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

/** Composes a list. The whole text stands above the list, so that recipients whose client shows no list can answer. */
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

/** Returns the minimal vCard that WhatsApp shows with a button to write to the contact. */
function toVcard({ name, phone }: ContactCard): string {
  const escaped = name.replace(/([\\,;])/g, '\\$1').replace(/\r?\n/g, ' ')
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `N:;${escaped};;;`, `FN:${escaped}`]
  if (phone) lines.push(`TEL;type=CELL;type=VOICE;waid=${phone}:+${phone}`)
  return [...lines, 'END:VCARD'].join('\n')
}
