import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { audio } from './audio.ts'
import { comment } from './comment.ts'
import { contact } from './contact.ts'
import { document } from './document.ts'
import { event } from './event.ts'
import { image } from './image.ts'
import type { ConnectorKind } from './kind.ts'
import { location } from './location.ts'
import { poll } from './poll.ts'
import { reaction } from './reaction.ts'
import { sticker } from './sticker.ts'
import { tapped } from './tapped.ts'
import { text } from './text.ts'
import { unknown } from './unknown.ts'
import { video } from './video.ts'

export { given } from './given.ts'
export type { Draft, Outgoing, PreparedFile } from './kind.ts'

/** The connector's part of every kind of `shared/contracts/kinds`. */
export const CONNECTOR_KINDS: { readonly [Type in MessageType]: ConnectorKind<Type> } = {
  text,
  image,
  video,
  audio,
  document,
  sticker,
  location,
  contact,
  reaction,
  poll,
  event,
  comment,
  unknown,
}

/** A part of a WhatsApp message, the kind that it is read as, and its reader. */
interface PartReader {
  part: keyof proto.IMessage
  type: MessageType
  read: (part: unknown) => MessageContent | null
}

/** Every reader. A message with several parts is read by the first reader that finds its part. */
export const PART_READERS: readonly PartReader[] = [
  ...Object.entries(CONNECTOR_KINDS).flatMap(([type, { read }]) => toReaders(type as MessageType, read)),
  ...toReaders('text', tapped),
]

function toReaders(type: MessageType, readers: object): PartReader[] {
  return Object.entries(readers).map(([part, read]) => ({ part: part as keyof proto.IMessage, type, read }))
}
