import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { getMediaKeys, type MediaType } from '@whiskeysockets/baileys'

/** The number of bytes of the HMAC that follow the ciphertext. */
export const MAC_BYTES = 10

/** The fields of a message with which the receiver decrypts and checks an attachment. */
export interface Sealed {
  mediaKey: Uint8Array
  /** Hash of the plain file; `fileEncSha256` is the hash of the encrypted file on the server. */
  fileSha256: Uint8Array
  fileEncSha256: Uint8Array
  fileLength: number
}

/**
 * Encrypts an attachment as a stream.
 * @returns the stream to store, and `sealed`, which gives the fields of the message after the stream has
 *   ended
 */
export async function seal(source: AsyncIterable<Uint8Array>, kind: MediaType) {
  const mediaKey = randomBytes(32)
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, kind)
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv)
  const mac = createHmac('sha256', macKey).update(iv)
  const [plain, encrypted] = [createHash('sha256'), createHash('sha256')]
  let fileLength = 0

  async function* ciphertext(): AsyncGenerator<Uint8Array> {
    const out = (chunk: Buffer) => {
      mac.update(chunk)
      encrypted.update(chunk)
      return chunk
    }
    for await (const chunk of source) {
      plain.update(chunk)
      fileLength += chunk.length
      yield out(cipher.update(chunk))
    }
    yield out(cipher.final())
    const tag = mac.digest().subarray(0, MAC_BYTES)
    encrypted.update(tag)
    yield tag
  }
  const sealed = (): Sealed => ({
    mediaKey,
    fileSha256: plain.digest(),
    fileEncSha256: encrypted.digest(),
    fileLength,
  })
  return { ciphertext: ciphertext(), sealed }
}

/**
 * Decrypts a stored file without a check. Call {@link verify} first.
 * @param size size of the stored file in bytes
 */
export async function unseal(
  path: string,
  size: number,
  mediaKey: Uint8Array,
  kind: MediaType,
): Promise<Readable> {
  const { iv, cipherKey } = await keysOf(mediaKey, kind)
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  async function* plaintext(): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(path, { end: size - MAC_BYTES - 1 }))
      yield decipher.update(chunk as Buffer)
    yield decipher.final()
  }
  return Readable.from(plaintext(), { objectMode: false })
}

/** Derives the keys of an attachment. Each kind of media has keys of its own. */
export async function keysOf(mediaKey: Uint8Array, kind: MediaType) {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, kind)
  if (!macKey) throw new Error('The media keys have no MAC key.')
  return { iv, cipherKey, macKey }
}
