import { createPublicKey, verify } from 'node:crypto'
import curve from 'libsignal/src/curve.js'

/** The first byte of a public key in Signal's form. */
const TYPE = 5
const P = (1n << 255n) - 19n
const SIGN_BIT = 0x80

/** Marks the patched module. */
const PATCHED = Symbol.for('vesper.verifyNatively')

/**
 * Patches libsignal, so that Node's crypto verifies signatures. libsignal's JavaScript needs 8 ms of the connector's only thread for
 * each signature: of a message to a group, of a contact's prekey, of a connection's certificates. Node needs 0.4 ms.
 *
 * An XEdDSA signature is an Ed25519 signature that carries the sign bit of the public key
 * (signal.org/docs/specifications/xeddsa). Node also refuses a scalar above the group order. libsignal still judges input of a wrong
 * form. The patch affects the whole process, and code that loads libsignal by CommonJS or from a bundle. Further calls do nothing.
 */
export function verifyNatively(): void {
  const patched = curve as typeof curve & { [PATCHED]?: boolean }
  if (patched[PATCHED]) return
  patched[PATCHED] = true
  const original = curve.verifySignature
  curve.verifySignature = (publicKey, message, signature, isInit) => {
    const isKnown = publicKey?.length === 33 && publicKey[0] === TYPE && signature?.length === 64
    if (isInit || !isKnown || !message) return original(publicKey, message, signature, isInit)
    const last = signature[63] ?? 0
    const key = okp(toEdwards(publicKey.subarray(1), last & SIGN_BIT))
    const bare = Buffer.from(signature)
    bare[63] = last & ~SIGN_BIT
    return verify(null, message, key, bare)
  }
}

function okp(edwards: Buffer) {
  const key = { kty: 'OKP', crv: 'Ed25519', x: edwards.toString('base64url') }
  return createPublicKey({ key, format: 'jwk' })
}

/** Maps a Curve25519 key to its Edwards point: y = (u - 1) / (u + 1). */
function toEdwards(publicKey: Uint8Array, signBit: number): Buffer {
  const bytes = Buffer.from(publicKey).reverse()
  bytes[0] = (bytes[0] ?? 0) & ~SIGN_BIT
  const u = BigInt(`0x${bytes.toString('hex')}`)
  const y = ((u + P - 1n) * inverse(u + 1n)) % P
  const edwards = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse()
  edwards[31] = (edwards[31] ?? 0) | signBit
  return edwards
}

/** Inverts a number by Fermat's theorem: n^(P - 2). */
function inverse(n: bigint): bigint {
  let result = 1n
  let square = n % P
  for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}
