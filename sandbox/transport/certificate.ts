import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys'

const YEAR_SECONDS = 365 * 24 * 3600

/** The server's chain of trust: the root signs the intermediate, which signs the server's static Noise key. */
export interface ServerKeys {
  root: KeyPair
  intermediate: KeyPair
  static: KeyPair
}

export function createServerKeys(): ServerKeys {
  return {
    root: Curve.generateKeyPair(),
    intermediate: Curve.generateKeyPair(),
    static: Curve.generateKeyPair(),
  }
}

/**
 * Returns the certificate chain of the serverHello. The root signs the intermediate, and the intermediate
 * signs the leaf (the static key). The root's serial is 0 and must be encoded explicitly: protobuf omits a
 * default, and clients refuse an absent field.
 */
export function certificateChain(keys: ServerKeys, nowSeconds: number): Uint8Array {
  const validity = { notBefore: nowSeconds - YEAR_SECONDS, notAfter: nowSeconds + YEAR_SECONDS }
  return proto.CertChain.encode({
    intermediate: certificate(
      { serial: 1, issuerSerial: 0, key: keys.intermediate.public, ...validity },
      keys.root,
    ),
    leaf: certificate(
      { serial: 2, issuerSerial: 1, key: keys.static.public, ...validity },
      keys.intermediate,
    ),
  }).finish()
}

const chains = new WeakMap<ServerKeys, Uint8Array>()

/**
 * Returns a server's certificate chain, and creates it at the first call. The two signatures of a chain cost
 * 11 ms, and would delay each connection.
 */
export function chainOf(keys: ServerKeys): Uint8Array {
  const chain = chains.get(keys) ?? certificateChain(keys, Math.floor(Date.now() / 1000))
  chains.set(keys, chain)
  return chain
}

function certificate(
  fields: proto.CertChain.NoiseCertificate.IDetails,
  issuer: KeyPair,
): proto.CertChain.INoiseCertificate {
  const details = proto.CertChain.NoiseCertificate.Details.encode(fields).finish()
  return { details, signature: Curve.sign(issuer.private, details) }
}
