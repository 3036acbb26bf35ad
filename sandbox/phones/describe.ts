import { getContentType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import { type Fields, readContent } from './readers.ts'
import { compact, type ShownContent } from './shown.ts'

/** Returns the number of a JID, or the JID of an unknown person. */
export type NameOf = (jid: string) => string

/** Describes a message for a row of the screen: its content, its context, and its wrappers. */
export function describe(message: proto.IMessage, nameOf: NameOf): ShownContent {
  const content = normalizeMessageContent(message) ?? {}
  const fields = { ...readContent(content), ...readContext(content, nameOf), ...readWrappers(message) }
  return { type: 'unknown', ...compact<ShownContent>(fields) }
}

/**
 * Returns the context of a message, which is a field of its content in nearly every kind. The new content of an edit has
 * the context of the edit.
 */
export function contextOf(message: proto.IMessage): proto.IContextInfo | undefined {
  const content = normalizeMessageContent(message) ?? {}
  const editedMessage = content.protocolMessage?.editedMessage
  if (editedMessage) return contextOf(editedMessage)
  const part = content[getContentType(content) ?? 'conversation']
  return typeof part === 'object' && part && 'contextInfo' in part
    ? (part.contextInfo ?? undefined)
    : undefined
}

function readContext(content: proto.IMessage, nameOf: NameOf): Fields {
  const context = contextOf(content)
  if (!context) return {}
  const quotes = context.quotedMessage
    ? readContent(normalizeMessageContent(context.quotedMessage) ?? {})
    : {}
  const participant = context.participant ? nameOf(context.participant) : undefined
  const quoted = context.stanzaId
    ? {
        id: context.stanzaId,
        ...compact({ participant, text: quotes.text ?? quotes.caption, content: compact(quotes) }),
      }
    : undefined
  return {
    quoted,
    mentions: context.mentionedJid?.map(nameOf),
    forwarded: context.isForwarded,
    // A protobuf reader may return 0 for an absent `expiration`.
    ephemeral: context.expiration || undefined,
    ephemeralAt: Number(context.ephemeralSettingTimestamp) || undefined,
  }
}

/** Reads the wrappers of a message in any order. */
function readWrappers(message: proto.IMessage): Fields {
  const { ephemeralMessage, viewOnceMessage, viewOnceMessageV2, viewOnceMessageV2Extension } = message
  const viewOnce = viewOnceMessage ?? viewOnceMessageV2 ?? viewOnceMessageV2Extension
  const inner = ephemeralMessage?.message ?? viewOnce?.message
  const outside = { ...(viewOnce && { viewOnce: true }) }
  const inside = inner ? readWrappers(inner) : {}
  const seconds = ephemeralMessage ? (contextOf(message)?.expiration ?? 0) : undefined
  return { ...outside, ...inside, ...(seconds !== undefined && { ephemeral: seconds }) }
}
