import type { proto, WAMessageContent } from '@whiskeysockets/baileys'
import { KINDS, MESSAGE_TYPES, type MessageContent, type MessageType } from '#shared/contracts/messages.ts'
import { unknownSecretType } from '../secrets/secretTypes.ts'
import { CONTROL } from './control.ts'
import { findWords } from './findWords.ts'
import { PART_READERS, positive } from './kinds/index.ts'
import { readContext } from './readContext.ts'
import { trimContent } from './trimContent.ts'
import { unwrap } from './unwrap.ts'

export interface ReadContent {
  type: MessageType
  content: MessageContent
}

/** Maximum depth of messages in messages: a quote, a comment or a note. */
const MAX_NESTED = 4
/** Kinds whose words are in `text`. */
const WORDED = new Set<MessageType>(MESSAGE_TYPES.filter((type) => 'text' in KINDS[type].fields))

/**
 * Returns the content of a message, or null for a message without content for a user. A kind without a reader is
 * `unknown`.
 */
export function readContent(message: WAMessageContent | null | undefined): ReadContent | null {
  return message ? readAt(message, 0) : null
}

function readAt(wrapped: proto.IMessage, depth: number): ReadContent | null {
  const { message, facts, association } = unwrap(wrapped)
  const contentOf = (inner: proto.IMessage | null | undefined) => contentAt(inner, depth + 1)
  const wordsOf = (inner: proto.IMessage | null | undefined) => {
    const { text, caption } = contentOf(inner)
    return text ?? caption
  }
  for (const { part: name, type, read } of PART_READERS) {
    const part = message[name]
    const content = part ? read(part, { contentOf, wordsOf }) : null
    if (!content) continue
    const words = WORDED.has(type) && !content.text && !content.caption ? findWords(part) : undefined
    const context = readContext(part, association, wordsOf)
    return { type, content: trimContent({ ...content, ...(words && { text: words }), ...context, ...facts }) }
  }
  return readUnknown(message)
}

/** Reads a part that Baileys knows and that has no reader. */
function readUnknown(message: proto.IMessage): ReadContent | null {
  const isPart = (name: string) =>
    !CONTROL.has(name) || (name === 'secretEncryptedMessage' && unknownSecretType(message) !== null)
  const [kind, part] = Object.entries(message).find(([name, value]) => value && isPart(name)) ?? []
  if (kind === undefined || PART_READERS.some(({ part: read }) => read === kind)) return null
  const text = findWords(part)
  return { type: 'unknown', content: trimContent({ kind, ...(text && { text }) }) }
}

function contentAt(message: proto.IMessage | null | undefined, depth: number): MessageContent {
  return (message && depth <= MAX_NESTED && readAt(message, depth)?.content) || {}
}

/** An edit or a deletion in a protocol message. */
export type ReadChange =
  /** `changedAt` is the author's time of the edit, in Unix ms. */
  | { change: 'edited'; messageId: string; content: ReadContent; changedAt: number | null }
  /** `author` is the author of the message as the change names them; null if it names nobody. */
  | { change: 'deleted'; messageId: string; author: string | null }

/** Returns the change to an earlier message, or null for a message without a change. */
export function readChange(message: WAMessageContent | null | undefined): ReadChange | null {
  const protocol = message && unwrap(message).message.protocolMessage
  const messageId = protocol?.key?.id
  if (!protocol || !messageId) return null
  if (protocol.editedMessage) {
    const content = readContent(protocol.editedMessage)
    const changedAt = positive(protocol.timestampMs) ?? null
    return content && { change: 'edited', messageId, content, changedAt }
  }
  const isRevoke = (protocol.type ?? 0) === 0
  if (!isRevoke) return null
  return { change: 'deleted', messageId, author: protocol.key?.participant || null }
}
