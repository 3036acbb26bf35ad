import { createHash } from 'node:crypto'
import type { Readable, TransformCallback } from 'node:stream'
import { Transform } from 'node:stream'
import {
  type MediaType as BaileysMediaType,
  downloadContentFromMessage,
  normalizeMessageContent,
  type WAMessageContent,
} from '@whiskeysockets/baileys'
import type { MediaSource } from '#shared/contracts/media.ts'
import type { MediaType } from '#shared/contracts/messages.ts'

const PARTS = {
  image: ['imageMessage'],
  video: ['videoMessage', 'ptvMessage'],
  audio: ['audioMessage'],
  document: ['documentMessage'],
  sticker: ['stickerMessage'],
} as const satisfies Record<MediaType, readonly (keyof WAMessageContent)[]>

/** WhatsApp has the file no more: its sender's phone may give it to it again. */
const GONE = new Set([404, 410])

/** Where WhatsApp keeps the file of a message; null for a message without one. */
export function readMediaSource(message: WAMessageContent | null | undefined): MediaSource | null {
  const inner = normalizeMessageContent(message)
  for (const type of Object.keys(PARTS) as MediaType[]) {
    const part = PARTS[type].map((name) => inner?.[name]).find((found) => found?.mediaKey)
    if (!part?.mediaKey) continue
    return {
      type,
      url: part.url ?? null,
      directPath: part.directPath ?? null,
      mediaKey: Buffer.from(part.mediaKey).toString('base64'),
      sha256: part.fileSha256 ? Buffer.from(part.fileSha256).toString('hex') : null,
    }
  }
  return null
}

/** The least of a message that names its file again. */
export function toMediaMessage(source: MediaSource): WAMessageContent {
  const [name] = PARTS[source.type]
  return {
    [name]: {
      mediaKey: Buffer.from(source.mediaKey, 'base64'),
      url: source.url,
      directPath: source.directPath,
      ...(source.sha256 !== null && { fileSha256: Buffer.from(source.sha256, 'hex') }),
    },
  }
}

/**
 * Opens a file at WhatsApp, decrypted. The stream fails at its end if it is not what its sender hashed: Baileys checks
 * neither MAC nor hash.
 * @throws MediaGone, or what the network says
 */
export async function openMedia(source: MediaSource): Promise<Readable> {
  const location = {
    mediaKey: Buffer.from(source.mediaKey, 'base64'),
    ...(source.url !== null && { url: source.url }),
    ...(source.directPath !== null && { directPath: source.directPath }),
  }
  try {
    const plain = await downloadContentFromMessage(location, source.type satisfies BaileysMediaType)
    return source.sha256 === null ? plain : plain.pipe(checked(plain, source.sha256))
  } catch (error) {
    if (GONE.has((error as { output?: { statusCode?: number } }).output?.statusCode ?? 0))
      throw new MediaGone()
    throw error
  }
}

/** WhatsApp does not keep the file any more. */
export class MediaGone extends Error {
  override readonly name = 'MediaGone'

  constructor() {
    super('WhatsApp does not keep the file any more')
  }
}

function checked(source: Readable, sha256: string): Transform {
  const hash = createHash('sha256')
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done: TransformCallback) {
      done(hash.digest('hex') === sha256 ? null : new Error('The file is not what its sender hashed'))
    },
  })
  source.once('error', (error) => check.destroy(error))
  return check
}
