import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, integer, octets, oid, sequence, set, tagged, tlv, utcTime, utf8, yes } from './der.ts'

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const DAY_MS = 86_400_000
/** Certificates begin two days ago, because the clocks of containers run behind. */
const BACKDATED_DAYS = 2
const CA_DAYS = 3650
const LEAF_DAYS = 365

/**
 * A certificate authority for TLS on this machine. The state keeps the authority, so its PEM stays valid
 * after a restart.
 */
export interface Authority {
  name: string
  keyPem: string
  certificatePem: string
}

/** The key and the certificate of a server, in the form of the options of `https.createServer`. */
export interface ServerCertificate {
  key: string
  cert: string
}

/** Creates a self-signed CA, with ECDSA on P-256. The name is random, because a client may trust several sandboxes. */
export function createAuthority(): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const name = `WhatsApp sandbox CA ${randomBytes(4).toString('hex')}`
  const subject = nameOf(name)
  const extensions = [
    extension('2.5.29.19', sequence(yes), true), // basicConstraints: a CA
    extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true), // keyUsage: signs certificates and CRLs
  ]
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const certificate = issue({ subject, issuer: subject, spki, days: CA_DAYS, extensions }, keyPem)
  return { name, keyPem, certificatePem: pem(certificate) }
}

/** Issues a new server certificate for 127.0.0.1, localhost and one more host. */
export function certify(authority: Authority, host: string): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const names = [...new Set(['127.0.0.1', 'localhost', host])].map(alternativeName)
  const extensions = [
    extension('2.5.29.19', sequence(), true), // basicConstraints: no CA
    extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true), // keyUsage: digitalSignature
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))), // extKeyUsage: serverAuth
    extension('2.5.29.17', sequence(...names)), // subjectAltName
  ]
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const subject = nameOf('WhatsApp sandbox media')
  const issuer = nameOf(authority.name)
  const certificate = issue({ subject, issuer, spki, days: LEAF_DAYS, extensions }, authority.keyPem)
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(certificate) }
}

interface Claims {
  subject: Buffer
  issuer: Buffer
  /** Public key of the subject as SubjectPublicKeyInfo. */
  spki: Uint8Array
  days: number
  extensions: Buffer[]
}

/** Issues a certificate by RFC 5280: the signed part, the algorithm, the signature. */
function issue({ subject, issuer, spki, days, extensions }: Claims, signerPem: string): Buffer {
  const now = Date.now()
  const validity = sequence(
    utcTime(new Date(now - BACKDATED_DAYS * DAY_MS)),
    utcTime(new Date(now + days * DAY_MS)),
  )
  const version3 = tagged(0, integer(Buffer.from([2])))
  // Clears the top bit and sets the next bit: the number is positive and has no leading zero.
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const claims = sequence(
    version3,
    integer(serial),
    ECDSA_WITH_SHA256,
    issuer,
    validity,
    subject,
    spki,
    tagged(3, sequence(...extensions)),
  )
  const signature = sign('sha256', claims, createPrivateKey(signerPem))
  return sequence(claims, ECDSA_WITH_SHA256, bits(signature))
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [yes] : []), octets(value))
}

/** Encodes a name that has only a common name. */
function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))))
}

function alternativeName(host: string): Buffer {
  return isIPv4(host) ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host))
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
