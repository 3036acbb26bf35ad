import { createHash, createHmac, randomBytes } from 'node:crypto'

const KEY = /^vsp_[0-9A-Za-z_-]{32,64}$/
const PREFIX_LENGTH = 'vsp_'.length + 10

/** Returns a new API key: `vsp_` and 40 characters, 240 bits of randomness. The same seed always gives the same key. */
export function newApiKey(secretSeed?: string): string {
  const bytes =
    secretSeed === undefined
      ? randomBytes(30)
      : createHmac('sha256', secretSeed).update('api key').digest().subarray(0, 30)
  return `vsp_${bytes.toString('base64url')}`
}

/** Tells whether a text has the form of an API key. The check saves a database query for each malformed key. */
export function isApiKey(text: string): boolean {
  return KEY.test(text)
}

/** Returns the prefix of a key. The prefix finds the key's row, and lets users recognise the key in a list. */
export function prefixOf(key: string): string {
  return key.slice(0, PREFIX_LENGTH)
}

/**
 * Returns the hash of a key, which the database stores. A plain hash is safe, because a random key cannot be guessed.
 */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
