import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { answer } from './answer.ts'
import { audio } from './audio.ts'
import { buttons } from './buttons.ts'
import { callLog } from './callLog.ts'
import { catalog } from './catalog.ts'
import { channelInvite } from './channelInvite.ts'
import { comment } from './comment.ts'
import { contact } from './contact.ts'
import { document } from './document.ts'
import { event } from './event.ts'
import { groupInvite } from './groupInvite.ts'
import { image } from './image.ts'
import { interactive } from './interactive.ts'
import type { ConnectorKind, FilePart, NestedMessages } from './kind.ts'
import { list } from './list.ts'
import { location } from './location.ts'
import { order } from './order.ts'
import { payment } from './payment.ts'
import { phoneRequest } from './phoneRequest.ts'
import { placeholder } from './placeholder.ts'
import { poll } from './poll.ts'
import { pollResult } from './pollResult.ts'
import { product } from './product.ts'
import { reaction } from './reaction.ts'
import { richResponse } from './richResponse.ts'
import { statusReaction } from './statusReaction.ts'
import { sticker } from './sticker.ts'
import { stickerPack } from './stickerPack.ts'
import { tapped } from './tapped.ts'
import { template } from './template.ts'
import { text } from './text.ts'
import { unknown } from './unknown.ts'
import { video } from './video.ts'

export { sizeOf } from './file.ts'
export { given } from './given.ts'
export {
  type Draft,
  type FilePart,
  isComposed,
  type NestedMessages,
  type Outgoing,
  type PreparedFile,
} from './kind.ts'
export { positive } from './numbers.ts'
export { flag, lines, present } from './present.ts'

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
  buttons,
  list,
  template,
  interactive,
  product,
  catalog,
  order,
  payment,
  event,
  group_invite: groupInvite,
  channel_invite: channelInvite,
  comment,
  answer,
  poll_result: pollResult,
  sticker_pack: stickerPack,
  rich_response: richResponse,
  phone_request: phoneRequest,
  status_reaction: statusReaction,
  placeholder,
  call_log: callLog,
  unknown,
}

/** A part of a WhatsApp message, the kind that it is read as, and its reader. */
interface PartReader {
  part: keyof proto.IMessage
  type: MessageType
  read: (part: unknown, nested: NestedMessages) => MessageContent | null
}

/** Every reader. A message with several parts is read by the first reader that finds its part. */
export const PART_READERS: readonly PartReader[] = [
  ...Object.entries(CONNECTOR_KINDS).flatMap(([type, { read }]) => toReaders(type as MessageType, read)),
  ...toReaders('text', tapped),
]

type FileFinder = (message: proto.IMessage | null | undefined) => FilePart | null

/** Every part of a WhatsApp message that may have a file, and the finder of the file. */
export const PART_FILES = Object.values(CONNECTOR_KINDS).flatMap((kind) =>
  'files' in kind && kind.files
    ? Object.entries(kind.files).map(([part, find]) => ({
        part: part as keyof proto.IMessage,
        find: find as (part: unknown, fileIn: FileFinder) => FilePart | null,
      }))
    : [],
)

function toReaders(type: MessageType, readers: object): PartReader[] {
  return Object.entries(readers).map(([part, read]) => ({ part: part as keyof proto.IMessage, type, read }))
}
