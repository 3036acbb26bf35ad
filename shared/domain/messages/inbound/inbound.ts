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
  /** The author's LID if it is known, for the event only. */
  lid?: string
  /** LID of the chat's person if it is known, for the event only. */
  chatLid?: string
  timestamp: number
  /** The secret with which WhatsApp's clients encrypt changes of the message, sealed. */
  secret?: Buffer
  /** Time of the last edit, in ms, for a message that WhatsApp sends with its last text. */
  editedAtMs?: number
  /** Votes in a poll of the history. */
  votes?: readonly { voter: string; choices: readonly string[]; answeredAt: number }[]
}

/** The admin of a group who deleted the message of another member. */
export interface AdminDeletion {
  /** JID of the group. */
  chat: string
  deletedBy: string
  deletedByLid?: string
}

/** An inbound message, or a change of an earlier message. `sender` is the author of the changed message. */
export type Inbound =
  | { kind: 'message'; message: InboundMessage }
  /** `changedAt` is the author's time of the edit, in Unix ms. An edit without a time counts as newer. */
  | { kind: 'edited'; messageId: string; sender: string; content: MessageContent; changedAt?: number | null }
  /** `byAdmin` is absent for a deletion by the author. */
  | { kind: 'deleted'; messageId: string; sender: string; byAdmin?: AdminDeletion }
