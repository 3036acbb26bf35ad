import { createHash } from 'node:crypto'
import { aesDecryptGCM, aesEncryptGCM, Curve, hkdf, type KeyPair, NOISE_MODE } from '@whiskeysockets/baileys'

const NO_DATA = Buffer.alloc(0)

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

/** One direction of an open connection: AES-256-GCM, a counter as IV, no associated data. */
class TransportKey {
  private counter = 0
  private readonly key: Uint8Array

  constructor(key: Uint8Array) {
    this.key = key
  }

  encrypt(plaintext: Uint8Array): Buffer {
    return aesEncryptGCM(plaintext, this.key, nonce(this.counter++), NO_DATA)
  }

  decrypt(ciphertext: Uint8Array): Buffer {
    return aesDecryptGCM(ciphertext, this.key, nonce(this.counter++), NO_DATA)
  }
}

/** The ciphers of an open connection, from the server's side. */
export interface Transport {
  inbound: TransportKey
  outbound: TransportKey
}

/**
 * The responder's half of Noise_XX_25519_AESGCM_SHA256. Call `hello`, then `finish`, once each. The protocol
 * name with its four NULs has exactly 32 bytes, so Noise uses the name itself as the first hash.
 */
export class NoiseResponder {
  private hash: Buffer = Buffer.from(NOISE_MODE)
  private salt: Buffer = this.hash
  private key: Buffer = this.hash
  private counter = 0
  private readonly ephemeral = Curve.generateKeyPair()
  private readonly staticKey: KeyPair

  constructor(staticKey: KeyPair, intro: Uint8Array) {
    this.staticKey = staticKey
    this.mixHash(intro)
  }

  /**
   * Answers the client's ephemeral key.
   * @returns the three fields of a serverHello
   */
  hello(clientEphemeral: Uint8Array, certificateChain: Uint8Array) {
    this.mixHash(clientEphemeral)
    this.mixHash(this.ephemeral.public)
    this.mixKey(Curve.sharedKey(this.ephemeral.private, clientEphemeral))
    const encryptedStatic = this.encrypt(this.staticKey.public)
    this.mixKey(Curve.sharedKey(this.staticKey.private, clientEphemeral))
    return {
      ephemeral: this.ephemeral.public,
      static: encryptedStatic,
      payload: this.encrypt(certificateChain),
    }
  }

  /**
   * Reads the clientFinish.
   * @returns the client's static key (the identity of the device), its payload, and the transport keys
   * @throws if the client fails authentication
   */
  finish(encryptedStatic: Uint8Array, encryptedPayload: Uint8Array) {
    const clientStatic = this.decrypt(encryptedStatic)
    this.mixKey(Curve.sharedKey(this.ephemeral.private, clientStatic))
    const payload = this.decrypt(encryptedPayload)
    const keys = this.expand(NO_DATA)
    const transport: Transport = {
      inbound: new TransportKey(keys.subarray(0, 32)),
      outbound: new TransportKey(keys.subarray(32)),
    }
    return { clientStatic, payload, transport }
  }

  private encrypt(plaintext: Uint8Array): Buffer {
    const ciphertext = aesEncryptGCM(plaintext, this.key, nonce(this.counter++), this.hash)
    this.mixHash(ciphertext)
    return ciphertext
  }

  private decrypt(ciphertext: Uint8Array): Buffer {
    const plaintext = aesDecryptGCM(ciphertext, this.key, nonce(this.counter++), this.hash)
    this.mixHash(ciphertext)
    return plaintext
  }

  private mixHash(data: Uint8Array): void {
    this.hash = createHash('sha256').update(this.hash).update(data).digest()
  }

  private mixKey(secret: Uint8Array): void {
    const keys = this.expand(secret)
    this.salt = keys.subarray(0, 32)
    this.key = keys.subarray(32)
    this.counter = 0
  }

  private expand(secret: Uint8Array): Buffer {
    return Buffer.from(hkdf(Buffer.from(secret), 64, { salt: this.salt, info: '' }))
  }
}
