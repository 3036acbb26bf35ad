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
import { template } from './template.ts'
import { text } from './text.ts'
import { unknown } from './unknown.ts'
import { video } from './video.ts'

export type { ContactCard } from './contact.ts'
export type { KindRole } from './kind.ts'
export { pollCountSchema } from './pollResult.ts'
export { CIPHERTEXT } from './unknown.ts'
export type { MessageButton, MessageCard } from './words.ts'

/**
 * All message kinds, by their names in the API. A new kind needs a file in this folder and an entry of this table. The
 * connector does not compile until `connector/whatsapp/content/kinds/` has a file for the kind.
 */
export const KINDS = {
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
} as const

export type MessageType = keyof typeof KINDS
export const MESSAGE_TYPES = Object.keys(KINDS) as [MessageType, ...MessageType[]]

export const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const satisfies MessageType[]
export type MediaType = (typeof MEDIA_TYPES)[number]

/** Kinds that no chatbot answers. */
export const SILENT_TYPES = MESSAGE_TYPES.filter((type) => KINDS[type].role !== 'message')
/** Kinds that are in the history only. */
export const NOTICE_TYPES = MESSAGE_TYPES.filter((type) => KINDS[type].role === 'notice')

type Fields<Type extends MessageType> = (typeof KINDS)[Type]['fields']
type Intersected<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  part: infer All,
) => void
  ? All
  : never

/** The fields of all kinds. A field of several kinds has one schema. */
export const kindFields = Object.assign(
  {},
  ...Object.values(KINDS).map(({ fields }) => fields),
) as Intersected<{ [Type in MessageType]: Fields<Type> }[MessageType]>
