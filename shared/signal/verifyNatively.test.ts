import { createRequire } from 'node:module'
import { Curve } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import curve from 'libsignal/src/curve.js'
import { expect, it } from 'vitest'
import { verifyNatively } from './verifyNatively.ts'

/** Loads libsignal's module again, because an earlier file of this worker may have patched the shared module. */
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
verifyNatively()
verifyNatively()
const native = curve.verifySignature

const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n
const signed = (message: Buffer) => {
  const { public: publicKey, private: privateKey } = Curve.generateKeyPair()
  const signature = libsignal.calculateSignature(Buffer.from(privateKey), message)
  return { key: Buffer.concat([Buffer.from([5]), publicKey]), message, signature }
}
/** Returns the result of a call, or `throws`. */
const outcome = (call: () => unknown) => {
  try {
    return call()
  } catch {
    return 'throws'
  }
}
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array))

it('accepts a signature of libsignal for its key and message only', () => {
  for (let n = 0; n < 4; n++) {
    const { key, message, signature } = signed(Buffer.from(`message ${n}`))
    expect(native(key, message, signature)).toBe(true)
    expect(native(key, Buffer.from('another'), signature)).toBe(false)
    expect(native(signed(message).key, message, signature)).toBe(false)
  }
})

it('refuses a signature with any changed bit', () => {
  const { key, message, signature } = signed(Buffer.from('message'))
  for (let bit = 0; bit < 512; bit++) {
    const bent = Buffer.from(signature)
    bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect([bit, native(key, message, bent)]).toEqual([bit, false])
  }
})

it('refuses a second form of a signature, whose scalar exceeds the group order', () => {
  const { key, message, signature } = signed(Buffer.from('message'))
  const half = Buffer.from(signature.subarray(32)).reverse()
  half[0] = (half[0] ?? 0) & 0x7f
  const scalar = BigInt(`0x${half.toString('hex')}`) + ORDER
  const second = Buffer.from(signature)
  Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse().copy(second, 32)
  second[63] = (second[63] ?? 0) | ((signature[63] ?? 0) & 0x80)
  expect(native(key, message, second)).toBe(false)
})

it('answers as libsignal for arbitrary keys and signatures, and for input of a wrong form', () => {
  const keys = fc.oneof(
    bytes(33),
    bytes(32).map((key) => Buffer.concat([Buffer.from([5]), key])),
    fc.constantFrom(0, 1, 2, 0xff).map((fill) => Buffer.concat([Buffer.from([5]), Buffer.alloc(32, fill)])),
    bytes(31),
  )
  const check = fc.property(keys, fc.oneof(bytes(64), bytes(63)), fc.boolean(), (key, signature, isInit) => {
    const message = Buffer.from('message')
    expect(outcome(() => native(key, message, signature, isInit))).toEqual(
      outcome(() => libsignal.verifySignature(key, message, signature, isInit)),
    )
  })
  fc.assert(check, { numRuns: 60, seed: 25519 })
})
