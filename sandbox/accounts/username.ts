import { SandboxError } from '../errors.ts'
import type { Account, Directory } from './directory.ts'

const FORM = /^(?=.*[a-z])[a-z0-9_](?:[a-z0-9_]|\.(?!\.)){1,33}[a-z0-9_]$/
const START = /^www\./
const END = /\.(?:com|net|org|edu|gov|mil|int|info|biz|io|co|app|dev)$/
const RESERVED = /whatsapp|facebook|instagram|oculus/

/** Returns the stored form of a username: lower case, without the leading `@`. */
export function foldUsername(written: string): string {
  return written.replace(/^@/, '').toLowerCase()
}

/** Tells whether WhatsApp accepts a folded text as a username. */
export function isUsername(name: string): boolean {
  return FORM.test(name) && ![START, END, RESERVED].some((pattern) => pattern.test(name))
}

/** Returns the account of a username, in any case. */
export function findByUsername(directory: Directory, written: string): Account | undefined {
  const name = foldUsername(written)
  return directory.all().find(({ username }) => username !== undefined && foldUsername(username) === name)
}

/** A change of a username or of its key. Null deletes. */
export interface UsernameChange {
  username?: string | null | undefined
  usernameKey?: string | null | undefined
}

/**
 * Applies a change of the username and of its key to an account. The key belongs to the username, and goes with the username.
 * @throws SandboxError `invalid_body`, `username_taken`
 */
export function withUsername(directory: Directory, account: Account, change: UsernameChange): Account {
  const { username: oldName, usernameKey: oldKey, ...rest } = account
  const username = change.username === undefined ? oldName : (change.username?.replace(/^@/, '') ?? undefined)
  if (username === undefined) return rest
  if (!isUsername(foldUsername(username)))
    throw new SandboxError('invalid_body', `${username} cannot be a username.`)
  const owner = findByUsername(directory, username)
  if (owner && owner.phone !== account.phone)
    throw new SandboxError('username_taken', `${owner.phone} has the username ${username}.`)
  const key = change.usernameKey === undefined ? oldKey : (change.usernameKey ?? undefined)
  return { ...rest, username, ...(key !== undefined && { usernameKey: key }) }
}
