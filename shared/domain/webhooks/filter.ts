import { z } from 'zod'
import type { EventName } from '#shared/contracts/events.ts'
import { MESSAGE_TYPES, type MessageType } from '#shared/contracts/messages.ts'
import { CHAT_KINDS, type ChatKind, type WebhookFilter } from '#shared/contracts/webhooks.ts'
import { chatSchema, isChannelJid, isGroupJid, isPersonJid, isStatusJid } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'

const MAX_CHATS = 1_000

const example = { chats: ['905551234567'], kinds: 'user', types: ['text', 'image'], fromMe: false }

const namesOf = (names: readonly string[]) => `Use one of: ${names.join(', ')}`

/** Accepts a value, or a list of values. */
function oneOrMany<Item extends z.ZodType>(item: Item, max: number) {
  const list = z.array(item).min(1, 'Name at least one value, or omit the condition').max(max)
  return z.union([item, list], 'Give a value or a list of values')
}

/** Returns the schema of a filter, by the schema of a chat. */
function filterOf<Chat extends z.ZodType>(chat: Chat) {
  return z.strictObject({
    chats: oneOrMany(chat, MAX_CHATS).optional().meta({
      description: 'Only these chats. A number also names the chat by its LID, and a LID also by its number',
      example: example.chats,
    }),
    kinds: oneOrMany(z.enum(CHAT_KINDS, namesOf(CHAT_KINDS)), CHAT_KINDS.length)
      .optional()
      .meta({ description: 'Only chats of these kinds', example: example.kinds }),
    types: oneOrMany(z.enum(MESSAGE_TYPES, namesOf(MESSAGE_TYPES)), MESSAGE_TYPES.length)
      .optional()
      .meta({ description: 'Only messages of these types', example: example.types }),
    fromMe: oneOrMany(z.boolean(), 2).optional().meta({
      description: 'True: only messages of the session itself. False: only messages of others',
      example: example.fromMe,
    }),
  })
}

const DESCRIPTION =
  'Conditions, each a value or a list of values. All conditions must hold. `chats` and `kinds` apply to events of a chat, ' +
  '`types` and `fromMe` to events of a message. Other events pass the filter'

/** Input of a filter, with chats parsed to JIDs. */
export const filterSchema = filterOf(chatSchema).meta({
  id: 'NewWebhookFilter',
  description: DESCRIPTION,
  example,
})

/** A filter as the API shows it, with chats as JIDs. */
export const filterView = filterOf(z.string()).meta({
  id: 'WebhookFilter',
  description: DESCRIPTION,
  example: { ...example, chats: ['905551234567@s.whatsapp.net'] },
})

/** Facts of an event that filters look at. */
export interface EventFacts {
  type: EventName
  /** JIDs of the chat: the number and the LID, as far as known. Empty for an event without a chat. */
  chats: readonly string[]
  /** Type of the event's message; null if the message is deleted, or for an event without a message. */
  messageType: MessageType | null
  /** True if the session itself wrote the message. */
  fromMe: boolean
}

/**
 * Tells whether an event passes a filter. A condition that the event has no fact for does not apply. An event whose
 * message is deleted meanwhile passes `types`, because a receiver can drop an event, and cannot restore a lost one.
 */
export function passesFilter(filter: WebhookFilter | null, event: EventFacts): boolean {
  if (filter === null) return true
  const { chats, kinds, types, fromMe } = filter
  const isOfChat = event.chats.length > 0
  const isOfMessage = event.type.startsWith('message.')
  return (
    (!isOfChat || accepts(chats, (chat) => jidSpellingsOf(chat).some((one) => event.chats.includes(one)))) &&
    (!isOfChat || accepts(kinds, (kind) => event.chats.some((chat) => kindOf(chat) === kind))) &&
    (!isOfMessage || event.messageType === null || accepts(types, (type) => type === event.messageType)) &&
    (!isOfMessage || accepts(fromMe, (mine) => mine === event.fromMe))
  )
}

/** Stores a filter without conditions as no filter. */
export function toStoredFilter(filter: WebhookFilter | null): WebhookFilter | null {
  return filter !== null && Object.values(filter).some((condition) => condition !== undefined) ? filter : null
}

function accepts<Item>(wanted: Item | Item[] | undefined, fits: (item: Item) => boolean): boolean {
  if (wanted === undefined) return true
  return Array.isArray(wanted) ? wanted.some(fits) : fits(wanted)
}

function kindOf(chat: string): ChatKind | null {
  if (isGroupJid(chat)) return 'group'
  if (isChannelJid(chat)) return 'channel'
  if (isStatusJid(chat)) return 'status'
  return isPersonJid(chat) ? 'user' : null
}
