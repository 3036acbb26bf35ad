import type { EventData, StoredEvent } from '#shared/contracts/events.ts'
import type { ContactCard, MessageContent } from '#shared/contracts/messages.ts'
import { ERASED_DATA } from '../events/index.ts'
import { ERASED, isJidOf, isNamedIn, type Person, withoutNames } from './person.ts'

/**
 * Removes a person from the content of a message that another person wrote. The content loses quoted texts and contact cards of the
 * person, and the numbers of the person in texts and mentions.
 */
export function redactContent<Content extends MessageContent>(person: Person, content: Content): Content {
  const { quoted, contacts } = content
  const change: Partial<MessageContent> = {}
  if (quoted && isJidOf(person, quoted.participant)) {
    const { text: _, ...rest } = quoted
    change.quoted = rest
  }
  if (contacts) change.contacts = contacts.map((card) => redactCard(person, card))
  return withoutNames(person, { ...content, ...change })
}

function redactCard(person: Person, card: ContactCard): ContactCard {
  return isNamedIn(person, card) ? { name: ERASED } : card
}

/** Columns of an event that may name a person. */
export interface EventTraces {
  type: StoredEvent['type']
  chat: string
  data: EventData
  messageSender: string | null
}

/** Fields that name the person of an event's chat, message or vote. */
const NAMES = [
  'from',
  'participant',
  'fromLid',
  'to',
  'toLid',
  'remoteJid',
  'remoteLid',
  'voter',
  'voterLid',
] as const

/** Tells whether an event is about a chat with the person, or about a message or a vote of the person. */
export function isEventOf(person: Person, { chat, data, messageSender }: EventTraces): boolean {
  const named = data as Partial<Record<(typeof NAMES)[number], unknown>>
  const jids = [chat, messageSender, ...NAMES.map((name) => named[name])]
  return jids.some((jid) => typeof jid === 'string' && isJidOf(person, jid))
}

/** Removes a person from an event. An event of the person loses its content, and each other event the names of the person. */
export function redactEvent(person: Person, event: EventTraces): EventTraces {
  const { type, data } = event
  const content = isEventOf(person, event)
    ? emptied(type, data)
    : othersContent(person, withoutMember(person, data))
  return withoutNames(person, { ...event, data: content })
}

function emptied(type: EventTraces['type'], data: EventData): EventData {
  const {
    truncated: _,
    username: _username,
    ...rest
  } = data as EventData & {
    truncated?: true
    username?: string
  }
  const empty = type in ERASED_DATA ? ERASED_DATA[type as keyof typeof ERASED_DATA] : {}
  const name = type === 'message.received' ? { pushName: '' } : {}
  return { ...rest, ...empty, ...name } as EventData
}

/** Removes the usernames of a person from an event of a group. The JIDs of the person are replaced later. */
function withoutMember(person: Person, data: EventData): EventData {
  if (!('groupId' in data)) return data
  const { actorUsername, ...rest } = data
  const { participantUsernames: usernames, participants = [], participantLids = [] } = rest
  const isPerson = (index: number) =>
    [participants[index], participantLids[index]].some((jid) => isJidOf(person, jid))
  const isActor = isJidOf(person, rest.actor) || isJidOf(person, rest.actorLid)
  return {
    ...rest,
    ...(actorUsername !== undefined && !isActor && { actorUsername }),
    ...(usernames && {
      participantUsernames: usernames.map((username, index) => (isPerson(index) ? null : username)),
    }),
  } as EventData
}

function othersContent(person: Person, data: EventData): EventData {
  if (!('content' in data)) return data
  return { ...data, content: redactContent(person, data.content) } as EventData
}
