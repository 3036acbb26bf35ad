import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { getMediaKeys, type MediaType } from '@whiskeysockets/baileys'

/** What follows the ciphertext: the first bytes of its HMAC. */
export const MAC_BYTES = 10

/** What a message tells of its attachment, so that the receiver can read and check it. */
export interface Sealed {
  mediaKey: Uint8Array
  /** Of the file, and of the file as it lies on the server. */
  fileSha256: Uint8Array
  fileEncSha256: Uint8Array
  fileLength: number
}

/**
 * Encrypts an attachment in passing: the stream to store, and what its message will have to say, known when the
 * stream has ended.
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

/** The decrypted bytes of a stored file of that size, unchecked: {@link verify} it first. */
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

/** The keys of an attachment; each kind of media derives its own. */
export async function keysOf(mediaKey: Uint8Array, kind: MediaType) {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, kind)
  if (!macKey) throw new Error('media keys without a MAC key')
  return { iv, cipherKey, macKey }
}
