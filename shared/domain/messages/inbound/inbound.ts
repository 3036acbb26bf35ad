import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent, MessageSource, MessageStatus, MessageType } from '#shared/contracts/messages.ts'

/** A message that a connector saw: from a contact, or written by the user on the phone. */
export interface InboundMessage {
  id: string
  sender: string
  remoteJid: string
  fromMe: boolean
  participant: string | null
  type: MessageType
  content: MessageContent
  /** The file that comes with it, to be fetched. */
  media: MessageMedia | null
  status: MessageStatus
  source: MessageSource
  pushName: string | null
  /** The author's LID, where WhatsApp told it; for the event only. */
  lid?: string
  timestamp: number
}

/** Something that came in: a message, or what its author did to an earlier one. */
export type Inbound =
  | { kind: 'message'; message: InboundMessage }
  | { kind: 'edited'; messageId: string; sender: string; content: MessageContent }
  | { kind: 'deleted'; messageId: string; sender: string }
