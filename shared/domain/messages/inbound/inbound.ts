import type { MessageMedia } from '#shared/contracts/media.ts'
import type { MessageContent, MessageSource, MessageStatus, MessageType } from '#shared/contracts/messages.ts'

/** A message that a connector received: from a contact, or from the user's own phone. */
export interface InboundMessage {
  id: string
  sender: string
  remoteJid: string
  fromMe: boolean
  participant: string | null
  type: MessageType
  content: MessageContent
  /** File of the message, which is still to be fetched. */
  media: MessageMedia | null
  /** The column `preview`, in hex. */
  preview?: string
  status: MessageStatus
  source: MessageSource
  pushName: string | null
  /** The author's LID if WhatsApp sent it, for the event only. */
  lid?: string
  timestamp: number
  /** Time of the last edit, in ms, for a message that WhatsApp sends with its last text. */
  editedAtMs?: number
}

/** An inbound message, or an author's change of an earlier message. */
export type Inbound =
  | { kind: 'message'; message: InboundMessage }
  | { kind: 'edited'; messageId: string; sender: string; content: MessageContent }
  | { kind: 'deleted'; messageId: string; sender: string }
