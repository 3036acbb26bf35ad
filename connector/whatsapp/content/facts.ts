import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import type { Timer } from '#shared/domain/chats/index.ts'

/** The parts of a message that a quote shows. */
export interface Shown {
  type: MessageType
  content: MessageContent
  /** See `previewOf`. */
  preview: Uint8Array | null
}

/** The message that a message replies or reacts to. */
export interface About {
  id: string
  fromMe: boolean
  /** JID of the message's chat. */
  chat: string
  /** JID of the author; in a group, in the addressing of the group. */
  author: string
  /** The content for a quote. Absent if the database no longer has the message. */
  shown?: Shown
}

/** Facts of the chat that a message carries beside its content. */
export interface MessageFacts {
  about?: About
  /** The disappearing timer of the chat. */
  timer?: Timer
  /** Time at which the message was accepted. */
  acceptedAt?: Date
}
