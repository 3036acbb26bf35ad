import { z } from 'zod'
import { PASTED_SPACE } from './phoneNumber.ts'

/**
 * A username belongs to a LID, and can change. The gateway uses a username only to find the LID. The stored form is lower case. An address
 * by username has the stored form behind an `@`.
 */
const AT = '[@\\uFE6B\\uFF20]'
const SPACES = `[${PASTED_SPACE}]*`
const CHARACTER = '[A-Za-z0-9_]'
/** Ends of domain names, which a username must not have. */
const DOMAINS = ['com', 'net', 'org', 'edu', 'gov', 'mil', 'int', 'info', 'biz', 'io', 'co', 'app', 'dev']
const RESERVED = ['whatsapp', 'facebook', 'instagram', 'oculus']

/** Pattern of a username, without anchors and without `@`. WhatsApp's rules: 3 to 35 characters, and at least one letter. */
const USERNAME =
  `(?![Ww]{3}\\.)(?![0-9_.]*${SPACES}$)(?!.*(?:${RESERVED.map(anyCase).join('|')}))` +
  `(?!.*\\.(?:${DOMAINS.map(anyCase).join('|')})${SPACES}$)` +
  `${CHARACTER}(?:${CHARACTER}|\\.(?!\\.)){1,33}${CHARACTER}`

/** Pattern of an address by username as people write it, without anchors. */
export const WRITTEN_USERNAME = `${SPACES}${AT}${USERNAME}${SPACES}`

const ADDRESS = new RegExp(`^${WRITTEN_USERNAME}$`)
const BARE = new RegExp(`^${SPACES}${AT}?${USERNAME}${SPACES}$`)
const DROPPED = new RegExp(`${AT}|[${PASTED_SPACE}]`, 'g')

export const USERNAME_MESSAGE =
  'Give a username such as @ayse.yilmaz: 3 to 35 letters, digits, dots and underscores, with at least one letter'

/** Tells whether a text is an address by username as people write it. */
export function isWrittenUsername(text: string): boolean {
  return ADDRESS.test(text)
}

/** Returns the address of a written username: lower case, with `@`. */
export function usernameAddress(written: string): string {
  return `@${foldUsername(written)}`
}

/** Returns the stored form of a username: lower case, without `@`. */
export function foldUsername(written: string): string {
  return written.replace(DROPPED, '').toLowerCase()
}

/** Returns the username of an address by username. Returns null for a JID. */
export function usernameOf(address: string): string | null {
  return address.startsWith('@') ? address.slice(1) : null
}

/** Returns the username that a stanza names, or null if it has none or one that is no username. */
export function readUsername(given: string | null | undefined): string | null {
  return given && BARE.test(given) ? given.replace(DROPPED, '') : null
}

/** A username with or without `@`, parsed to its stored form. */
export const usernameSchema = z
  .string()
  .max(100, { abort: true })
  .regex(BARE, USERNAME_MESSAGE)
  .transform(foldUsername)
  .meta({
    id: 'Username',
    description: 'A username of WhatsApp, with or without `@`',
    example: 'ayse.yilmaz',
  })

/** The key that protects a username against strangers. */
export const usernameKeySchema = z
  .string()
  .regex(/^[0-9]{4}$/, 'Give the key of the username: 4 digits')
  .meta({
    description:
      'Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID',
    example: '1234',
  })

function anyCase(word: string): string {
  return [...word].map((letter) => `[${letter.toUpperCase()}${letter}]`).join('')
}
