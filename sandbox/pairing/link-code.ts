import { randomBytes } from 'node:crypto'
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type KeyPair,
} from '@whiskeysockets/baileys'

const SALT_BYTES = 32
const CTR_IV_BYTES = 16
const GCM_IV_BYTES = 12

/** Wraps an ephemeral public key with the 8-character code: a salt of 32 bytes, an IV of 16 bytes, AES-256-CTR. */
export async function wrapEphemeral(code: string, publicKey: Uint8Array): Promise<Buffer> {
  const salt = randomBytes(SALT_BYTES)
  const iv = randomBytes(CTR_IV_BYTES)
  return Buffer.concat([salt, iv, aesEncryptCTR(publicKey, await derivePairingCodeKey(code, salt), iv)])
}

/** Reverses {@link wrapEphemeral}. A wrong code returns another key and throws no error. */
export async function unwrapEphemeral(code: string, wrapped: Buffer): Promise<Buffer> {
  const salt = wrapped.subarray(0, SALT_BYTES)
  const iv = wrapped.subarray(SALT_BYTES, SALT_BYTES + CTR_IV_BYTES)
  const ciphertext = wrapped.subarray(SALT_BYTES + CTR_IV_BYTES)
  return aesDecryptCTR(ciphertext, await derivePairingCodeKey(code, salt), iv)
}

/**
 * Opens the companion's key bundle (companion identity, phone identity, 32 random bytes), and derives the
 * secret that authenticates the device identity.
 * @throws if the two sides have different codes
 */
export function openKeyBundle(bundle: Buffer, ephemeral: KeyPair, peerEphemeral: Buffer, identity: KeyPair) {
  const shared = Curve.sharedKey(ephemeral.private, peerEphemeral)
  const salt = bundle.subarray(0, SALT_BYTES)
  const iv = bundle.subarray(SALT_BYTES, SALT_BYTES + GCM_IV_BYTES)
  const key = hkdf(shared, 32, { salt, info: 'link_code_pairing_key_bundle_encryption_key' })
  const plaintext = aesDecryptGCM(bundle.subarray(SALT_BYTES + GCM_IV_BYTES), key, iv, Buffer.alloc(0))
  const companionIdentity = plaintext.subarray(0, 32)
  const random = plaintext.subarray(64, 96)
  const secret = Buffer.concat([shared, Curve.sharedKey(identity.private, companionIdentity), random])
  return { companionIdentity, advSecret: Buffer.from(hkdf(secret, 32, { info: 'adv_secret' })) }
}
