import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys'

const YEAR_SECONDS = 365 * 24 * 3600

/** The server's own chain of trust: the root signs the intermediate, which signs the server's static Noise key. */
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
 * The certificate chain of the serverHello: intermediate signed by the root, leaf (the static key) signed by the
 * intermediate. The root's serial is 0 and must be written out: protobuf would leave a default away, and clients
 * read an absent field as null and refuse it.
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

function certificate(
  fields: proto.CertChain.NoiseCertificate.IDetails,
  issuer: KeyPair,
): proto.CertChain.INoiseCertificate {
  const details = proto.CertChain.NoiseCertificate.Details.encode(fields).finish()
  return { details, signature: Curve.sign(issuer.private, details) }
}
