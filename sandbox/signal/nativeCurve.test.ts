import { createRequire } from 'node:module'
import { Curve } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import curve from 'libsignal/src/curve.js'
import { expect, it } from 'vitest'
import { useNativeCurve } from './index.ts'

/** Loads libsignal's module again, because an earlier file of this worker may have changed the shared module. */
function untouched(): typeof curve {
  const require = createRequire(import.meta.url)
  const file = require.resolve('libsignal/src/curve.js')
  const shared = require.cache[file]
  delete require.cache[file]
  const fresh = require(file)
  if (shared) require.cache[file] = shared
  return fresh
}

const libsignal = untouched()
useNativeCurve()
const native = { ...curve }

const SIGN_BIT = 0x80
const typed = (key: Uint8Array) => Buffer.concat([Buffer.from([5]), key])
const pair = () => {
  const { public: publicKey, private: privateKey } = Curve.generateKeyPair()
  return { publicKey: typed(publicKey), privateKey: Buffer.from(privateKey) }
}
/** Returns the result of a call, or `throws`. */
const outcome = (call: () => unknown) => {
  try {
    return call()
  } catch {
    return 'throws'
  }
}

it('agrees on the same key as libsignal', () => {
  for (let n = 0; n < 20; n++) {
    const [own, other] = [pair(), pair()]
    const agreed = native.calculateAgreement(other.publicKey, own.privateKey)
    expect(agreed).toEqual(native.calculateAgreement(own.publicKey, other.privateKey))
    expect(libsignal.calculateAgreement(other.publicKey, own.privateKey)).toEqual(agreed)
  }
})

it('accepts each signature of libsignal, but not for another message or by another key', () => {
  for (let n = 0; n < 6; n++) {
    const [own, other] = [pair(), pair()]
    const message = Buffer.from(`message ${n}`)
    const signature = libsignal.calculateSignature(own.privateKey, message)
    expect(native.verifySignature(own.publicKey, message, signature)).toBe(true)
    expect(native.verifySignature(own.publicKey, Buffer.from('another'), signature)).toBe(false)
    expect(native.verifySignature(other.publicKey, message, signature)).toBe(false)
    for (const at of [0, 31, 32, 63]) {
      const bent = Buffer.from(signature)
      bent[at] = (bent[at] ?? 0) ^ (at === 63 ? SIGN_BIT : 1)
      expect(native.verifySignature(own.publicKey, message, bent)).toBe(false)
    }
  }
})

it('returns the same result as libsignal for arbitrary bytes', () => {
  const bytes = (length: number) =>
    fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array))
  const keys = fc.oneof(
    bytes(32).map((key) => typed(key)),
    fc.constantFrom(0, 1, 2, 0xff).map((fill) => typed(Buffer.alloc(32, fill))),
    bytes(31),
    bytes(33),
  )
  const check = fc.property(keys, bytes(32), bytes(64), (key, own, signature) => {
    const message = Buffer.from('message')
    expect(outcome(() => native.calculateAgreement(key, own))).toEqual(
      outcome(() => libsignal.calculateAgreement(key, own)),
    )
    expect(outcome(() => native.verifySignature(key, message, signature))).toEqual(
      outcome(() => libsignal.verifySignature(key, message, signature)),
    )
  })
  fc.assert(check, { numRuns: 60, seed: 25519 })
})
