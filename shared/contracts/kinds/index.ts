import { audio } from './audio.ts'
import { comment } from './comment.ts'
import { contact } from './contact.ts'
import { document } from './document.ts'
import { event } from './event.ts'
import { image } from './image.ts'
import { location } from './location.ts'
import { poll } from './poll.ts'
import { reaction } from './reaction.ts'
import { sticker } from './sticker.ts'
import { text } from './text.ts'
import { unknown } from './unknown.ts'
import { video } from './video.ts'

export type { ContactCard } from './contact.ts'
export { CIPHERTEXT } from './unknown.ts'

/**
 * All message kinds, by their names in the API. A new kind needs a file in this folder and a line in this table. The
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
  event,
  comment,
  unknown,
} as const

export type MessageType = keyof typeof KINDS
export const MESSAGE_TYPES = Object.keys(KINDS) as [MessageType, ...MessageType[]]

export const MEDIA_TYPES = ['image', 'video', 'audio', 'document', 'sticker'] as const satisfies MessageType[]
export type MediaType = (typeof MEDIA_TYPES)[number]

/** The fields of all kinds. */
export const kindFields = {
  ...text.fields,
  ...image.fields,
  ...video.fields,
  ...audio.fields,
  ...document.fields,
  ...sticker.fields,
  ...location.fields,
  ...contact.fields,
  ...reaction.fields,
  ...poll.fields,
  ...event.fields,
  ...comment.fields,
  ...unknown.fields,
}
