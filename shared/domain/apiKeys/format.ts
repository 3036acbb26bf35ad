import { createHash, createHmac, randomBytes } from 'node:crypto'

const KEY = /^vsp_[0-9A-Za-z_-]{32,64}$/
const PREFIX_LENGTH = 'vsp_'.length + 10

/** A new API key: `vsp_` and 40 characters, 240 bits of randomness. With a seed it is always the same. */
export function newApiKey(secretSeed?: string): string {
  const bytes =
    secretSeed === undefined
      ? randomBytes(30)
      : createHmac('sha256', secretSeed).update('api key').digest().subarray(0, 30)
  return `vsp_${bytes.toString('base64url')}`
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
