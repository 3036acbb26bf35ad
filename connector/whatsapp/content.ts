import {
  type AnyMessageContent,
  normalizeMessageContent,
  proto,
  type WAMessageContent,
} from '@whiskeysockets/baileys'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'

/** Parts of a message that carry no content of their own. */
const ENVELOPE = new Set(['messageContextInfo', 'senderKeyDistributionMessage'])
/** What WhatsApp's clients say to each other, and no user wrote. */
const CONTROL = new Set(['protocolMessage', 'deviceSentMessage', 'encReactionMessage', 'keepInChatMessage'])

/** What a message says, in our form; null if it says nothing to a user. A kind that is new to us is `unknown`. */
export function readContent(
  message: WAMessageContent | null | undefined,
): { type: MessageType; content: MessageContent } | null {
  const content = normalizeMessageContent(message)
  if (!content) return null
  const text = content.conversation || content.extendedTextMessage?.text
  if (text) return { type: 'text', content: { text } }
  const kind = Object.entries(content).find(([name, value]) => value && !ENVELOPE.has(name))?.[0]
  if (kind === undefined || CONTROL.has(kind)) return null
  return { type: 'unknown', content: { kind } }
}

/** What Baileys takes to send a message of ours. `linkPreview: null`: without it Baileys would fetch links itself. */
export function toOutgoing(type: MessageType, content: MessageContent): AnyMessageContent {
  if (type === 'text' && content.text !== undefined) return { text: content.text, linkPreview: null }
  throw new Error(`A message of type ${type} can not be sent`)
}

/** The message as it went out, for a recipient that asks for it again. */
export function toProto(type: MessageType, content: MessageContent): proto.IMessage | undefined {
  if (type !== 'text' || content.text === undefined) return undefined
  return proto.Message.fromObject({ extendedTextMessage: { text: content.text } })
}
