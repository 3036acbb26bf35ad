import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { MediaType } from '@whiskeysockets/baileys'
import { keysOf, MAC_BYTES, type Sealed } from './cipher.ts'

/** An attachment that differs from its message. The message of the error names the difference. */
export class MediaFault extends Error {}

/**
 * Checks a stored file in one pass, as a phone does: MAC, both hashes, length.
 * @param size size of the stored file in bytes
 * @throws MediaFault
 */
export async function verify(path: string, size: number, expected: Sealed, kind: MediaType): Promise<void> {
  if (size <= MAC_BYTES) throw new MediaFault('the file is too short')
  const { iv, cipherKey, macKey } = await keysOf(expected.mediaKey, kind)
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  const mac = createHmac('sha256', macKey).update(iv)
  const [plain, encrypted] = [createHash('sha256'), createHash('sha256')]
  let length = 0
  const take = (bytes: Buffer) => {
    plain.update(bytes)
    length += bytes.length
  }
  for await (const chunk of createReadStream(path, { end: size - MAC_BYTES - 1 }) as AsyncIterable<Buffer>) {
    mac.update(chunk)
    encrypted.update(chunk)
    take(decipher.update(chunk))
  }
  const tag = await tail(path, size)
  encrypted.update(tag)
  if (!mac.digest().subarray(0, MAC_BYTES).equals(tag)) throw new MediaFault('the MAC is wrong')
  if (!encrypted.digest().equals(expected.fileEncSha256))
    throw new MediaFault('fileEncSha256 is not the hash of the file')
  try {
    take(decipher.final())
  } catch {
    throw new MediaFault('the file does not decrypt')
  }
  if (!plain.digest().equals(expected.fileSha256))
    throw new MediaFault('fileSha256 is not the hash of the decrypted bytes')
  if (length !== expected.fileLength) throw new MediaFault(`fileLength is not ${length}`)
}

async function tail(path: string, size: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(MAC_BYTES), 0, MAC_BYTES, size - MAC_BYTES)
    return buffer
  } finally {
    await file.close()
  }
}
