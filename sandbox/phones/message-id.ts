import { randomBytes } from 'node:crypto'

/** Returns the id of a new message, in the form of a phone. */
export function newMessageId(): string {
  return `3A${randomBytes(15).toString('hex').toUpperCase()}`
}
