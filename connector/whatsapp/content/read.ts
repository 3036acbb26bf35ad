import { normalizeMessageContent, type proto, type WAMessageContent } from '@whiskeysockets/baileys'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { given, PART_READERS } from './kinds/index.ts'
import { trimContent } from './trimContent.ts'

export interface ReadContent {
  type: MessageType
  content: MessageContent
}

/** Parts of a message without content. */
const ENVELOPE = new Set(['messageContextInfo', 'senderKeyDistributionMessage'])
/** Control messages between WhatsApp's clients. */
const CONTROL = new Set(['protocolMessage', 'deviceSentMessage', 'encReactionMessage', 'keepInChatMessage'])
const VIEW_ONCE = ['viewOnceMessage', 'viewOnceMessageV2', 'viewOnceMessageV2Extension'] as const

/**
 * Returns the content of a message, or null for a message without content for a user. A kind without a reader is
 * `unknown`.
 */
export function readContent(message: WAMessageContent | null | undefined): ReadContent | null {
  const inner = normalizeMessageContent(message)
  if (!message || !inner) return null
  for (const { part: name, type, read } of PART_READERS) {
    const part = inner[name]
    const content = part ? read(part) : null
    if (content)
      return { type, content: trimContent({ ...content, ...readContext(part), ...readWrappers(message) }) }
  }
  const kind = Object.entries(inner).find(([name, value]) => value && !ENVELOPE.has(name))?.[0]
  if (kind === undefined || CONTROL.has(kind) || isRead(kind)) return null
  return { type: 'unknown', content: trimContent({ kind }) }
}

function isRead(kind: string): boolean {
  return PART_READERS.some(({ part }) => part === kind)
}

/** Reads the context of any kind: the quoted message, mentions, the forwarded flag and the disappearing timer. */
function readContext(part: unknown): MessageContent {
  const info = (part as { contextInfo?: proto.IContextInfo | null })?.contextInfo
  if (!info) return {}
  const quoted = info.stanzaId ? readQuoted(info.stanzaId, info) : undefined
  return {
    ...given('quoted', quoted),
    ...given('mentions', info.mentionedJid?.length ? info.mentionedJid : undefined),
    // A mention of all members names nobody.
    ...(info.nonJidMentions && { mentionsMe: true }),
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

/** An edit or a deletion in a protocol message. */
export type ReadChange =
  | { change: 'edited'; messageId: string; content: ReadContent }
  /** `author` is the author of the message as the change names them; null if it names nobody. */
  | { change: 'deleted'; messageId: string; author: string | null }

/** Returns the change to an earlier message, or null for a message without a change. */
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
  return { change: 'deleted', messageId, author: protocol.key?.participant || null }
}
