import { getContentType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import { type Fields, readContent } from './readers.ts'
import { compact, type ShownContent } from './shown.ts'

/** The number behind a JID, as far as it is known. */
export type NameOf = (jid: string) => string

/** What of a message goes on a row of the screen: its content, what it refers to, how it is wrapped. */
export function describe(message: proto.IMessage, nameOf: NameOf): ShownContent {
  const content = normalizeMessageContent(message) ?? {}
  const fields = { ...readContent(content), ...readContext(content, nameOf), ...readWrappers(message) }
  return { type: 'unknown', ...compact<ShownContent>(fields) }
}

/** The context of a message lies within its content; nearly every kind has one. */
export function contextOf(message: proto.IMessage): proto.IContextInfo | undefined {
  const content = normalizeMessageContent(message) ?? {}
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
    ? { id: context.stanzaId, ...compact({ participant, text: quotes.text ?? quotes.caption }) }
    : undefined
  return {
    quoted,
    mentions: context.mentionedJid?.map(nameOf),
    forwarded: context.isForwarded,
    // A context that any protobuf reader made says 0 where nothing was said.
    ephemeral: context.expiration || undefined,
  }
}

/** Wrappers say the rest; what is around them matters as little as their order. */
function readWrappers(message: proto.IMessage): Fields {
  const { ephemeralMessage, viewOnceMessage, viewOnceMessageV2, viewOnceMessageV2Extension } = message
  const viewOnce = viewOnceMessage ?? viewOnceMessageV2 ?? viewOnceMessageV2Extension
  const inner = ephemeralMessage?.message ?? viewOnce?.message
  const outside = { ...(viewOnce && { viewOnce: true }) }
  const inside = inner ? readWrappers(inner) : {}
  const seconds = ephemeralMessage ? (contextOf(message)?.expiration ?? 0) : undefined
  return { ...outside, ...inside, ...(seconds !== undefined && { ephemeral: seconds }) }
}
