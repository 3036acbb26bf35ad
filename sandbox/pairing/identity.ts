import { createHmac } from 'node:crypto'
import {
  Curve,
  type KeyPair,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
  WA_ADV_DEVICE_SIG_PREFIX,
} from '@whiskeysockets/baileys'
import { verifySignature } from 'libsignal/src/curve.js'

/** What a phone vouches for when it links a device: the device's identity key, under its own identity. */
export interface DeviceIdentity {
  /** The ADVSignedDeviceIdentityHMAC that goes into pair-success. */
  signed: Uint8Array
  /** The serialised ADVDeviceIdentity that both sides sign. */
  details: Uint8Array
  keyIndex: number
}

/** Signs a companion's identity key with the phone's, and seals it with the secret that only the scanned QR (or the link code) tells. */
export function signDeviceIdentity(
  phoneIdentity: KeyPair,
  companionIdentity: Uint8Array,
  advSecret: Uint8Array,
  keyIndex: number,
): DeviceIdentity {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: Math.floor(Math.random() * 0x7fffffff),
    timestamp: Math.floor(Date.now() / 1000),
    keyIndex,
  }).finish()
  const accountSignature = Curve.sign(
    phoneIdentity.private,
    Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, companionIdentity]),
  )
  const identity = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: phoneIdentity.public,
    accountSignature,
  }).finish()
  const hmac = createHmac('sha256', advSecret).update(identity).digest()
  const signed = proto.ADVSignedDeviceIdentityHMAC.encode({ details: identity, hmac }).finish()
  return { signed, details, keyIndex }
}

/**
 * Whether the companion's answer proves that it holds its identity key. Uses libsignal's own verification:
 * Baileys' Curve.verify accepts any 64 bytes.
 */
export function isDeviceSignatureValid(
  answer: Uint8Array,
  identity: DeviceIdentity,
  companionIdentity: Uint8Array,
  phoneIdentity: Uint8Array,
): boolean {
  const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(answer)
  if (deviceSignature?.length !== 64) return false
  const signed = Buffer.concat([WA_ADV_DEVICE_SIG_PREFIX, identity.details, companionIdentity, phoneIdentity])
  return verifySignature(
    Buffer.concat([Buffer.from([5]), companionIdentity]),
    signed,
    Buffer.from(deviceSignature),
  )
}
