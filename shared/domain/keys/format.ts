import { createHash, randomBytes } from 'node:crypto'

const KEY = /^vsp_[0-9A-Za-z_-]{32,64}$/
const PREFIX_LENGTH = 'vsp_'.length + 10

/** A new API key: `vsp_` and 40 characters, 240 bits of randomness. */
export function newApiKey(): string {
  return `vsp_${randomBytes(30).toString('base64url')}`
}

/** Whether it can be one of ours at all; saves the database a look-up of garbage. */
export function isApiKey(text: string): boolean {
  return KEY.test(text)
}

/** What finds a key's row, and what its user recognises it by in a list. */
export function prefixOf(key: string): string {
  return key.slice(0, PREFIX_LENGTH)
}

/** What is stored of a key. The key is random, so that a plain hash can't be guessed backwards. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
