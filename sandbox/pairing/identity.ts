import { createHmac } from 'node:crypto'
import {
  Curve,
  type KeyPair,
  proto,
  WA_ADV_ACCOUNT_SIG_PREFIX,
  WA_ADV_DEVICE_SIG_PREFIX,
} from '@whiskeysockets/baileys'
import { verifySignature } from 'libsignal/src/curve.js'

/** The phone's confirmation of a linked device: the device's identity key, signed with the phone's identity key. */
export interface DeviceIdentity {
  /** The ADVSignedDeviceIdentityHMAC of the stanza pair-success. */
  signed: Uint8Array
  /** The serialised ADVDeviceIdentity, which both sides sign. */
  details: Uint8Array
  keyIndex: number
}

/**
 * Signs a companion's identity key with the phone's key, and authenticates the result with the ADV secret.
 * @param advSecret the secret that only the QR code or the link code carries
 */
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
 * Tells whether the companion's answer proves that the companion holds its identity key. The check uses
 * libsignal's own verification, because Baileys' `Curve.verify` accepts any 64 bytes.
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
