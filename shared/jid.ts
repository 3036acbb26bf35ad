import { z } from 'zod'
import { digitsOf, PASTED_SPACE, toAsciiDigits, WRITTEN_NUMBER } from './phoneNumber.ts'
import { isWrittenUsername, usernameAddress, WRITTEN_USERNAME } from './username.ts'

const USER_SERVER = 's.whatsapp.net'
const SPACES = new RegExp(`[${PASTED_SPACE}]`, 'g')

/** Returns the phone-number JID of a number in digits. */
export function phoneJid(phone: string): string {
  return `${phone}@${USER_SERVER}`
}

/** Returns the digits of a phone-number JID, with or without a device. Returns null for other kinds of JIDs. */
export function phoneOf(jid: string | null | undefined): string | null {
  return jid?.match(/^(\d+)(?::\d+)?@s\.whatsapp\.net$/)?.[1] ?? null
}

/** Removes the device from a JID: `905…:3@s.whatsapp.net` becomes `905…@s.whatsapp.net`. */
export function bareJid(jid: string): string {
  return jid.replace(/:\d+@/, '@')
}

export function isLid(jid: string): boolean {
  return jid.endsWith('@lid')
}

export function isGroupJid(jid: string): boolean {
  return jid.endsWith('@g.us')
}

export function isChannelJid(jid: string): boolean {
  return jid.endsWith('@newsletter')
}

/** The chat of all status posts, by any author. */
const STATUS_JID = 'status@broadcast'

export function isStatusJid(jid: string): boolean {
  return jid === STATUS_JID
}

/** Tells whether a JID names a person, by number or by LID. */
export function isPersonJid(jid: string): boolean {
  return isLid(jid) || phoneOf(jid) !== null
}

/** Tells whether each message of a chat names its author, because several people write there: a group or the status. */
export function hasAuthors(jid: string): boolean {
  return isGroupJid(jid) || isStatusJid(jid)
}

/** Limit of a written number or JID, far above any real one. */
const MAX_WRITTEN = 100
const JID_USERS = '[1-9][0-9]{6,14}@s\\.whatsapp\\.net|[0-9]{5,20}@lid'
const JID_GROUPS = '[0-9-]{10,40}@g\\.us'
const JID_CHANNELS = '[0-9]{5,25}@newsletter'
const NUMBER_MESSAGE = 'Give an international phone number in digits, such as 905551234567'

/** An international phone number as people write it, parsed to digits. */
export const phoneNumberSchema = written(new RegExp(`^${WRITTEN_NUMBER}$`), NUMBER_MESSAGE)
  .transform(digitsOf)
  .meta({
    id: 'PhoneNumber',
    description: 'An international phone number, as people write or paste it',
    example: '905551234567',
  })

/** Pattern of a person as people write them: an international phone number, or the JID of a user. */
export const WRITTEN_PERSON = patternOf(JID_USERS)

/** A person: a phone number or the JID of a user, parsed to a JID. */
export const personSchema = addressSchema(WRITTEN_PERSON, '@s.whatsapp.net or @lid').meta({
  id: 'Person',
  description: 'A person: an international phone number, a JID or a LID',
  example: '905551234567',
})

/** The recipient of a message: a phone number, or the JID of a user or a group, parsed to a JID. */
export const recipientSchema = addressSchema(
  patternOf(`${JID_USERS}|${JID_GROUPS}`),
  '@s.whatsapp.net, @g.us or @lid',
).meta({
  id: 'RecipientAddress',
  description: 'A chat: an international phone number, or the JID of a person or a group',
  example: '905551234567',
})

/** The recipient of a message as callers name it: a JID, or an address by username. */
export const destinationSchema = addressSchema(
  patternOf(`${JID_USERS}|${JID_GROUPS}`, WRITTEN_USERNAME),
  '@s.whatsapp.net, @g.us or @lid, or a username such as @ayse.yilmaz',
).meta({
  id: 'Destination',
  description: 'A chat: an international phone number, the JID of a person or a group, or `@username`',
  example: '905551234567',
})

/** Pattern of a recipient of a campaign: an international phone number, the JID of a user, or an address by username. */
export const WRITTEN_MEMBER = patternOf(JID_USERS, WRITTEN_USERNAME)

/** A recipient of a campaign: a person or an address by username. */
export const memberSchema = addressSchema(
  WRITTEN_MEMBER,
  '@s.whatsapp.net or @lid, or a username such as @ayse.yilmaz',
).meta({
  id: 'MemberAddress',
  description: 'A person: an international phone number, a JID, a LID, or `@username`',
  example: '905551234567',
})

const JID_CHATS = `${JID_USERS}|${JID_GROUPS}|${JID_CHANNELS}|${STATUS_JID}`

/** Any chat, also one that takes no messages: a person, a group, a channel or the status, parsed to a JID. */
export const chatSchema = addressSchema(
  patternOf(JID_CHATS),
  '@s.whatsapp.net, @g.us, @lid or @newsletter, or status@broadcast',
).meta({
  id: 'ChatAddress',
  description:
    'A chat: an international phone number, the JID of a person, a group or a channel, or `status@broadcast` for status posts',
  example: '905551234567',
})

/** A stored chat as callers name it: any chat, or the chat with the person whose username the session knows. */
export const storedChatSchema = addressSchema(
  patternOf(JID_CHATS, WRITTEN_USERNAME),
  '@s.whatsapp.net, @g.us, @lid or @newsletter, status@broadcast, or a username such as @ayse.yilmaz',
).meta({
  id: 'StoredChatAddress',
  description:
    'A chat: an international phone number, the JID of a person, a group or a channel, or the `@username` of a known person. ' +
    '`status@broadcast` names the status posts',
  example: '905551234567',
})

function patternOf(jids: string, ...others: string[]): string {
  const space = `[${PASTED_SPACE}]*`
  return `^(?:${[WRITTEN_NUMBER, `${space}(?:${jids})${space}`, ...others].join('|')})$`
}

function addressSchema(pattern: string, servers: string) {
  return written(new RegExp(pattern), `${NUMBER_MESSAGE}, or a JID ending in ${servers}`).transform(
    (text) => {
      if (isWrittenUsername(text)) return usernameAddress(text)
      return text.includes('@') ? text.replace(SPACES, '') : phoneJid(digitsOf(text))
    },
  )
}

/**
 * Returns the schema of a written number or JID. The pattern has the digits of the scripts in the Basic Multilingual Plane. Numbers
 * in the digits of other scripts are accepted, too.
 */
function written(pattern: RegExp, message: string) {
  return z
    .string()
    .max(MAX_WRITTEN, { abort: true })
    .overwrite((text) => (text.includes('@') ? text : toAsciiDigits(text)))
    .regex(pattern, message)
}
