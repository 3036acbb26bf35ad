import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { Cipher, localKeyring } from './index.ts'

const plain = Buffer.from('a very secret sentence')

it('opens a sealed value only in the same context and with the same key', () => {
  const cipher = new Cipher(randomBytes(32))
  const sealed = cipher.seal(plain, 'row 1')
  expect(cipher.open(sealed, 'row 1')).toEqual(plain)
  expect(sealed.includes(plain)).toBe(false)
  expect(() => cipher.open(sealed, 'row 2')).toThrow()
  expect(() => new Cipher(randomBytes(32)).open(sealed, 'row 1')).toThrow()
})

it('seals the same value differently each time', () => {
  const cipher = new Cipher(randomBytes(32))
  expect(cipher.seal(plain, '')).not.toEqual(cipher.seal(plain, ''))
})

it.each([0, 5, 20, 40])('refuses a value whose byte %i was changed', (at) => {
  const cipher = new Cipher(randomBytes(32))
  const sealed = cipher.seal(plain, '')
  sealed[at] = (sealed[at] ?? 0) ^ 1
  expect(() => cipher.open(sealed, '')).toThrow()
})

it('wraps data keys that only the same master key unwraps', async () => {
  const master = randomBytes(32)
  const { key, wrapped } = await localKeyring(master).createDataKey('session')
  expect(await localKeyring(master).unwrap(wrapped, 'session')).toEqual(key)
  await expect(localKeyring(randomBytes(32)).unwrap(wrapped, 'session')).rejects.toThrow()
  expect(wrapped.includes(key)).toBe(false)
})
