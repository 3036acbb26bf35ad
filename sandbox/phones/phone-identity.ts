import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import {
  Curve,
  generateRegistrationId,
  generateSignalPubKey,
  type KeyPair,
  type SignalCreds,
} from '@whiskeysockets/baileys'

/** The keys of a phone. */
export interface PhoneIdentity extends SignalCreds {
  nextPreKeyId: number
}

/** DER prefix of the 32 bytes of an X25519 private key (RFC 8410). */
const X25519_PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex')
const SIGN_BIT = 0x80

/**
 * Creates the keys of a phone. Node signs the prekey: libsignal's JavaScript needs 12 ms, and tests make
 * hundreds of phones. An XEdDSA signature is an Ed25519 signature with the sign bit of the public key
 * (signal.org/docs/specifications/xeddsa).
 */
export function createPhoneIdentity(): PhoneIdentity {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const preKey = Curve.generateKeyPair()
  const signature = sign(null, generateSignalPubKey(preKey.public), privateKey)
  signature[63] = (signature[63] ?? 0) | ((partOf(publicKey, 'x')[31] ?? 0) & SIGN_BIT)
  return {
    signedIdentityKey: asCurve25519(privateKey),
    signedPreKey: { keyPair: preKey, signature, keyId: 1 },
    registrationId: generateRegistrationId(),
    nextPreKeyId: 1,
  }
}

/** Returns the X25519 key pair with the private scalar of an Ed25519 key (RFC 8032, 5.1.5). */
function asCurve25519(ed25519: KeyObject): KeyPair {
  const scalar = createHash('sha512').update(partOf(ed25519, 'd')).digest().subarray(0, 32)
  scalar[0] = (scalar[0] ?? 0) & 248
  scalar[31] = ((scalar[31] ?? 0) & 127) | 64
  const key = Buffer.concat([X25519_PRIVATE_DER, scalar])
  const publicKey = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }))
  return { private: scalar, public: partOf(publicKey, 'x') }
}

/**
 * Returns the 32 bytes of the private key (`d`) or of the public key (`x`), which end their DER form (RFC 8410). An export as JWK
 * stops Node 20 for ever if the garbage collector runs meanwhile.
 */
function partOf(key: KeyObject, name: 'd' | 'x'): Buffer {
  const der =
    name === 'd' ? key.export({ format: 'der', type: 'pkcs8' }) : key.export({ format: 'der', type: 'spki' })
  return Buffer.from(der.subarray(-32))
}
