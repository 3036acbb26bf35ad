import { Curve, generateSignalPubKey } from '@whiskeysockets/baileys'
import { verifySignature } from 'libsignal/src/curve.js'
import { expect, it } from 'vitest'
import { createPhoneIdentity } from './phone-identity.ts'

it('makes keys that libsignal verifies, signs and agrees with', () => {
  // Half of all keys have a sign bit.
  for (let n = 0; n < 8; n++) {
    const { signedIdentityKey: own, signedPreKey } = createPhoneIdentity()
    const identity = Buffer.from(generateSignalPubKey(own.public))
    const preKey = Buffer.from(generateSignalPubKey(signedPreKey.keyPair.public))
    expect(verifySignature(identity, preKey, Buffer.from(signedPreKey.signature))).toBe(true)
    expect(verifySignature(identity, preKey, Curve.sign(own.private, preKey) as Buffer)).toBe(true)
    const other = Curve.generateKeyPair()
    expect(Curve.sharedKey(own.private, other.public)).toEqual(Curve.sharedKey(other.private, own.public))
  }
})
