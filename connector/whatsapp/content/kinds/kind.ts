import type { AnyMediaMessageContent, proto } from '@whiskeysockets/baileys'
import type { MediaType, MessageContent, MessageType } from '#shared/contracts/messages.ts'
import type { MessageFacts } from '../facts.ts'

/**
 * A composed message. Each composition of a draft gives an equal message, so that a retry of the recipient gets the
 * same message.
 */
export interface Outgoing {
  message: proto.IMessage
  /** Additional attributes of the stanza. */
  attributes?: Record<string, string>
  /** Additional children of the stanza. */
  nodes?: { tag: string; attrs: Record<string, string> }[]
}

/** A message to compose, and the fields that WhatsApp needs beside its content. */
export interface Draft {
  id: string
  remoteJid: string
  type: MessageType
  content: MessageContent
  /** The session's own JID, for quotes of its own messages. */
  ownJid: string
  /** Facts of the chat that the message carries. Absent if an earlier release sent the message. */
  facts?: MessageFacts | undefined
}

/** A file that is ready to be sent, and the preview that WhatsApp shows before the download. */
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

/** The fields of a part that locate and decrypt a file. */
export type FileReference = Pick<
  proto.Message.IImageMessage,
  'url' | 'directPath' | 'mediaKey' | 'fileSha256' | 'fileLength'
>

/** A file that a part of a message refers to. */
export interface FilePart {
  type: MediaType
  part: FileReference
}

/** Tools of a reader for messages inside of its part. */
export interface NestedMessages {
  /** Returns the content of a message in the part, such as a comment. */
  contentOf(message: proto.IMessage | null | undefined): MessageContent
  /** Returns the words of a message in the part, such as the note of a payment. */
  wordsOf(message: proto.IMessage | null | undefined): string | undefined
}

/**
 * Readers by WhatsApp's name of a message part. A reader returns the content of the part, or null for a part without
 * content for a user.
 */
export type Readers = {
  [Part in keyof proto.IMessage]?: (
    part: NonNullable<proto.IMessage[Part]>,
    nested: NestedMessages,
  ) => MessageContent | null
}

/** Finders of the file by WhatsApp's name of a message part. */
export type FileFinders = {
  [Part in keyof proto.IMessage]?: (
    part: NonNullable<proto.IMessage[Part]>,
    fileIn: (message: proto.IMessage | null | undefined) => FilePart | null,
  ) => FilePart | null
}

/** A kind whose message is composed from its content. */
export interface ComposedKind {
  compose(draft: Draft, contextInfo: proto.IContextInfo | undefined): Outgoing
  read: Readers
}

/** A kind whose message refers to an uploaded file. Baileys composes the message from these options. */
export interface FileKind {
  compose(content: MessageContent, file: PreparedFile): AnyMediaMessageContent
  read: Readers
  files: FileFinders
}

/** A kind that is received only. */
export interface ReceivedKind {
  compose: null
  read: Readers
  files?: FileFinders
}

/** The connector's part of a kind. */
export type ConnectorKind<Type extends MessageType> = Type extends MediaType
  ? FileKind
  : ComposedKind | ReceivedKind

/** Returns true for a kind that is composed from its content alone. */
export function isComposed(kind: FileKind | ComposedKind | ReceivedKind): kind is ComposedKind {
  return kind.compose !== null && !('files' in kind)
}
