import crypto, { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, expect, it } from 'vitest'
import { useKeyObjects } from './keyObjects.ts'

const own = { createHmac, createCipheriv, createDecipheriv }
const SLOW = { ...process.versions, node: '24.18.0' }
const KEY = Buffer.alloc(32, 7)
const IV = Buffer.alloc(12, 1)

afterEach(() => {
  Object.assign(crypto, own)
  syncBuiltinESMExports()
})

/** Calls all three functions by both styles that packages use: as members of the module and as named imports. */
function results() {
  const cipher = createCipheriv('aes-256-gcm', KEY, IV)
  const sealed = Buffer.concat([cipher.update('text'), cipher.final()])
  const opener = createDecipheriv('aes-256-gcm', KEY, IV).setAuthTag(cipher.getAuthTag())
  return {
    sealed: sealed.toString('hex'),
    opened: Buffer.concat([opener.update(sealed), opener.final()]).toString(),
    macs: [KEY, Uint8Array.from(KEY), 'text', Buffer.alloc(0), crypto.createSecretKey(KEY)].map((key) =>
      crypto.createHmac('sha256', key).update('x').digest('hex'),
    ),
  }
}

it('changes no result for any form of key', () => {
  const before = results()
  useKeyObjects(SLOW)
  expect(crypto.createHmac).not.toBe(own.createHmac)
  expect(results()).toEqual(before)
  expect(() => createCipheriv('aes-256-gcm', Buffer.alloc(3), IV)).toThrow(/key length/i)
})

it('leaves node:crypto unpatched on versions of Node without the slow path', () => {
  for (const node of ['20.20.2', '22.22.0', '24.17.0', '26.10.0']) {
    useKeyObjects({ ...process.versions, node })
    expect(crypto.createHmac).toBe(own.createHmac)
  }
  useKeyObjects({ ...SLOW, bun: '1.4.5' })
  expect(crypto.createHmac).toBe(own.createHmac)
})
