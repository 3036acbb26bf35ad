import { bareJid, phoneJid, phoneOf } from '#shared/jid.ts'
import { spellingsOf } from '#shared/spellings.ts'
import { usernameOf } from '#shared/username.ts'

/** Text that replaces a number or a LID. */
export const ERASED = 'erased'

/** A person by all JIDs and usernames that the gateway knows. */
export interface Person {
  /** JIDs, and usernames as `@username`. */
  jids: readonly string[]
  /** Numbers and users of LIDs in digits, and usernames as `@username`. */
  numbers: readonly string[]
  /** Patterns of LIKE for texts that may name the person. `isNamedIn` decides. */
  patterns: readonly string[]
}

/** Returns the person of several JIDs, with the spellings of each number. */
export function personOf(jids: readonly string[]): Person {
  const all = jids.map(bareJid).flatMap((jid) => {
    const phone = phoneOf(jid)
    return phone === null ? [jid] : spellingsOf(phone).map(phoneJid)
  })
  const unique = [...new Set(all)]
  const numbers = [...new Set(unique.map(wordOf))]
  return { jids: unique, numbers, patterns: numbers.map((number) => `%${number}%`) }
}

function wordOf(jid: string): string {
  return usernameOf(jid) === null ? jid.slice(0, jid.indexOf('@')) : jid
}

/** Tells whether a JID is one of the person's, with or without a device. */
export function isJidOf({ jids }: Person, jid: string | null | undefined): boolean {
  return jid !== null && jid !== undefined && jids.includes(bareJid(jid))
}

/** Tells whether a JSON value names the person in a text at any depth. */
export function isNamedIn(person: Person, value: unknown): boolean {
  const pattern = namesOf(person)
  let isNamed = false
  mapTexts(value, (text) => {
    isNamed ||= text.search(pattern) >= 0
    return text
  })
  return isNamed
}

/** Replaces the numbers of the person in all texts of a JSON value. Texts that do not name the person stay. */
export function withoutNames<Value>(person: Person, value: Value): Value {
  const pattern = namesOf(person)
  return mapTexts(value, (text) => text.replace(pattern, ERASED)) as Value
}

/**
 * Returns the pattern of the person's numbers as whole words. A number inside a longer number or id is another word. The id of an
 * old group begins with the number of its creator, and an id that changes would lead nowhere.
 */
export function namesOf({ numbers }: Person): RegExp {
  // The end of a username is no part of a longer username.
  const ends = (word: string) => (usernameOf(word) === null ? word : `${word}(?![.]?[0-9A-Za-z_])`)
  const words = numbers.map((word) => ends(word.replaceAll('.', '[.]'))).join('|')
  return new RegExp(`(?<![0-9A-Za-z])(?:${words})(?![0-9A-Za-z]|-[0-9]{5,}@g[.]us)`, 'g')
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change)]))
}
