import { createHash } from 'node:crypto'
import { proto, type WAMessage } from '@whiskeysockets/baileys'
import type { MessageStatus } from '#shared/contracts/messages.ts'
import type { Inbound } from '#shared/domain/messages/index.ts'
import { authorEnvelope, toMs } from './addition.ts'
import { previewOf } from './content/previewOf.ts'
import { readChange, readContent } from './content/read.ts'
import { unwrap } from './content/unwrap.ts'
import { readEnvelope } from './envelope.ts'
import { pendingFile } from './media.ts'
import { markOwnMention, type Reader, sealedSecret } from './reader.ts'
import { votesOf } from './votes.ts'

const { REVOKE } = proto.WebMessageInfo.StubType
const { REACTION } = proto.MessageAddOn.MessageAddOnType
/** WhatsApp's status numbers in the history. */
const STATUS: Readonly<Record<number, MessageStatus>> = { 2: 'SENT', 3: 'DELIVERED', 4: 'READ', 5: 'PLAYED' }

/**
 * Reads a message of the history: the message with its last text, its votes and its reactions. The history shows an edited message as
 * its edit, and a revoked message without content.
 */
export function readHistoric(info: WAMessage, reader: Reader): Inbound[] {
  const envelope = readEnvelope(info)
  if (!envelope) return []
  const change = readChange(info.message)
  const messageId = change?.messageId ?? envelope.id
  if (change?.change === 'deleted' || info.messageStubType === REVOKE)
    return [{ kind: 'deleted', messageId, sender: envelope.sender }]
  const edit = change && protocolIn(info)
  const message = edit ? edit.editedMessage : info.message
  const read = readContent(message)
  if (!read) return []
  const preview = previewOf(message)?.toString('hex')
  const shown: WAMessage = { ...info, message: message ?? null }
  const votes = votesOf(shown)
  return [
    {
      kind: 'message',
      message: {
        ...envelope,
        ...read,
        content: markOwnMention(read.content, reader.me),
        id: messageId,
        status: STATUS[info.status ?? 0] ?? envelope.status,
        media: pendingFile(info, message),
        ...(preview && { preview }),
        ...sealedSecret(shown, messageId, reader),
        ...(votes.length > 0 && { votes }),
        ...(edit && { editedAtMs: toMs(edit.timestampMs) ?? envelope.timestamp * 1000 }),
      },
    },
    ...reactionsTo(info, messageId),
  ]
}

function protocolIn({ message }: WAMessage): proto.Message.IProtocolMessage | null | undefined {
  return message && unwrap(message).message.protocolMessage
}

/** Returns the reactions to a message as the messages that they are in a live chat. */
function reactionsTo(info: WAMessage, messageId: string): Inbound[] {
  const added = (info.messageAddOns ?? []).flatMap(({ messageAddOnType, messageAddOn, ...addOn }) =>
    messageAddOnType === REACTION && messageAddOn?.reactionMessage
      ? [{ ...addOn, key: addOn.messageAddOnKey, text: messageAddOn.reactionMessage.text }]
      : [],
  )
  return [...(info.reactions ?? []), ...added].flatMap(({ key, text, senderTimestampMs }) => {
    const envelope = authorEnvelope(info, key, toMs(senderTimestampMs))
    if (!envelope || !text) return []
    const id = key?.id && key.id !== messageId ? key.id : derivedId(messageId, envelope.sender)
    const content = { emoji: text, messageId }
    return [{ kind: 'message', message: { ...envelope, id, type: 'reaction', content, media: null } }]
  })
}

/** Returns an id that is the same at each import. A phone may omit the id of a reaction. */
function derivedId(messageId: string, sender: string): string {
  const hash = createHash('sha256').update(sender).digest('hex')
  return `${messageId}-${hash.slice(0, 12).toUpperCase()}`
}
