import type { AnyMediaMessageContent, proto } from '@whiskeysockets/baileys'
import type { MediaType, MessageContent, MessageType } from '#shared/contracts/messages.ts'

/** A composed message. It is the same each time, so that a recipient that asks again gets the same message. */
export interface Outgoing {
  message: proto.IMessage
  /** Attributes of the stanza beside the usual ones. */
  attributes?: Record<string, string>
  /** Children of the stanza beside the usual ones. */
  nodes?: { tag: string; attrs: Record<string, string> }[]
}

/** A message to be composed, and the facts that WhatsApp wants beside its content. */
export interface Draft {
  id: string
  remoteJid: string
  type: MessageType
  content: MessageContent
  /** Our own JID, for quoting ourselves. */
  ownJid: string
  /** 32 secret bytes that are always the same for this message. Poll votes are encrypted with them. */
  secret: Uint8Array
}

/** A file that is ready to be sent, and the preview that WhatsApp shows before it loads the file. */
export interface PreparedFile {
  path: string
  mimetype: string
  jpegThumbnail?: Buffer | undefined
  width?: number | undefined
  height?: number | undefined
  seconds?: number | undefined
  waveform?: Uint8Array | undefined
  isAnimated?: boolean | undefined
}

/**
 * Readers by WhatsApp's name of a message part. A reader makes our content of the part, or null if the part says nothing to a user.
 */
export type Readers = {
  [Part in keyof proto.IMessage]?: (part: NonNullable<proto.IMessage[Part]>) => MessageContent | null
}

/** A kind whose message is composed from its content. */
export interface ComposedKind {
  compose(draft: Draft, contextInfo: proto.IContextInfo | undefined): Outgoing
  read: Readers
}

/** A kind whose message names an uploaded file. Baileys composes it from these options. */
export interface FileKind {
  compose(content: MessageContent, file: PreparedFile): AnyMediaMessageContent
  read: Readers
}

/** A kind that is received only. */
export interface ReceivedKind {
  compose: null
  read: Readers
}

/** The connector's part of a kind. */
export type ConnectorKind<Type extends MessageType> = Type extends MediaType
  ? FileKind
  : Type extends 'unknown'
    ? ReceivedKind
    : ComposedKind
