import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream'
import { getMediaKeys, type WAMessage, type WAMessageContent } from '@whiskeysockets/baileys'
import type { MediaSource, MessageMedia } from '#shared/contracts/media.ts'
import type { MediaType } from '#shared/contracts/messages.ts'
import { guardedRequest } from '#shared/http/index.ts'
import { bareJid, hasAuthors } from '#shared/jid.ts'
import { type FilePart, PART_FILES, sizeOf } from './content/kinds/index.ts'
import { unwrap } from './content/unwrap.ts'

/** The part that refers to a file, by the type of the file. */
const PARTS = {
  image: 'imageMessage',
  video: 'videoMessage',
  audio: 'audioMessage',
  document: 'documentMessage',
  sticker: 'stickerMessage',
} as const satisfies Record<MediaType, keyof WAMessageContent>

/** Maximum depth of a message in a message. */
const MAX_NESTED = 2
/** WhatsApp no longer has the file. The sender's phone may upload it again. */
const GONE = new Set([403, 404, 410])
/** Other answers of the 4xx class that a later attempt may change. */
const TEMPORARY = new Set([408, 425, 429])
const HOST = 'https://mmg.whatsapp.net'
const OWN_HOST = /^https:\/\/[\w-]+(\.[\w-]+)*\.whatsapp\.net\//
const TIMEOUTS = { connectTimeoutMs: 10_000, idleTimeoutMs: 20_000 }
const SHORTEST_TOTAL_MS = 5 * 60_000
/** Bytes in a millisecond of the slowest download that the gateway accepts: 512 KiB/s. */
const SLOWEST_BYTES_A_MS = 524
const MAC_BYTES = 10
/** Padding and MAC. */
const OVERHEAD = 64

/**
 * Returns the file of a received message as pending, or null for a message without a file.
 * @param content the message with the file, if that is not the whole message
 */
export function pendingFile(message: WAMessage, content = message.message): MessageMedia | null {
  const source = readMediaSource(content)
  return source && { state: 'pending', source: { ...source, named: namedBy(message) } }
}

/** Returns the chat and the author of a message, as its stanza or the history names them. */
export function namedBy({ key, participant }: WAMessage): NonNullable<MediaSource['named']> {
  const remoteJid = bareJid(key.remoteJid ?? '')
  const author = participant || key.participant
  return { remoteJid, ...(author && hasAuthors(remoteJid) && { participant: bareJid(author) }) }
}

/** Returns the location of a message's file at WhatsApp, or null for a message without a file. */
export function readMediaSource(wrapped: WAMessageContent | null | undefined): MediaSource | null {
  const found = fileAt(wrapped, 0)
  if (!found) return null
  const { url, directPath, mediaKey, fileSha256, fileLength } = found.part
  return {
    type: found.type,
    url: url ?? null,
    directPath: directPath ?? null,
    mediaKey: Buffer.from(mediaKey ?? []).toString('base64'),
    sha256: fileSha256?.length ? Buffer.from(fileSha256).toString('hex') : null,
    size: sizeOf(fileLength) ?? null,
  }
}

/** Finds the first file. The file of a channel's post has a path without a key. A comment holds a message with a file. */
function fileAt(wrapped: WAMessageContent | null | undefined, depth: number): FilePart | null {
  if (!wrapped || depth > MAX_NESTED) return null
  const { message } = unwrap(wrapped)
  for (const { part: name, find } of PART_FILES) {
    const part = message[name]
    const found = part ? find(part, (inner) => fileAt(inner, depth + 1)) : null
    if (found?.part.mediaKey || found?.part.directPath) return found
  }
  return null
}

/** Returns the minimal message that refers to a file. */
export function toMediaMessage(source: MediaSource): WAMessageContent {
  return {
    [PARTS[source.type]]: {
      mediaKey: Buffer.from(source.mediaKey, 'base64'),
      url: source.url,
      directPath: source.directPath,
      ...(source.sha256 !== null && { fileSha256: Buffer.from(source.sha256, 'hex') }),
    },
  }
}

/** WhatsApp no longer has the file. */
export class MediaGone extends Error {
  override readonly name = 'MediaGone'

  constructor() {
    super('WhatsApp no longer has the file')
  }
}

/** The file does not match its message and never will. */
export class MediaDamaged extends Error {
  override readonly name = 'MediaDamaged'
}

/** WhatsApp's media server refuses the file for good. */
export class MediaRefused extends Error {
  override readonly name = 'MediaRefused'
}

/** A file at WhatsApp, and the key that decrypts it. */
export interface EncryptedFile extends Pick<MediaSource, 'url' | 'directPath' | 'mediaKey' | 'sha256'> {
  /** Input of the key derivation. */
  kind: MediaType | 'md-msg-hist'
  maxBytes: number
}

/** Opens a message's file; see `openFile`. */
export async function openMedia(
  source: MediaSource,
  options: { origin: string | undefined; maxBytes: number },
): Promise<Readable> {
  return await openFile({ ...source, kind: source.type, maxBytes: options.maxBytes }, options.origin)
}

/**
 * Opens a file at WhatsApp as a decrypted stream. The sender chose the URL, so only its path is trusted. The stream fails if the
 * file exceeds the limit of its kind or fails authentication. Baileys' own function checks nothing, follows any URL, and ends the
 * process when a download fails.
 * @param origin origin of a sandbox's media server
 * @throws MediaGone, MediaRefused, MediaDamaged, or RequestRefused
 */
export async function openFile(file: EncryptedFile, origin: string | undefined): Promise<Readable> {
  const response = await guardedRequest(locate(file, origin), {
    policy: { allowHttp: false, allowPrivate: origin !== undefined },
    headers: { origin: 'https://web.whatsapp.com' },
    redirects: 'refuse',
    maxBytes: file.maxBytes + OVERHEAD,
    ...TIMEOUTS,
    totalTimeoutMs: SHORTEST_TOTAL_MS + file.maxBytes / SLOWEST_BYTES_A_MS,
  })
  if (response.status !== 200) {
    response.body.destroy()
    if (GONE.has(response.status)) throw new MediaGone()
    const problem = `The media server of WhatsApp answered ${response.status}`
    const isFinal = response.status >= 400 && response.status < 500 && !TEMPORARY.has(response.status)
    throw isFinal ? new MediaRefused(problem) : new Error(problem)
  }
  const plain = file.mediaKey === '' ? checking(file.sha256) : await decrypting(file)
  // The reader gets the error of either stream, and both streams are closed.
  return pipeline(response.body, plain, () => undefined)
}

function locate({ url, directPath }: EncryptedFile, origin: string | undefined): string {
  if (directPath === null && url !== null && !URL.canParse(url))
    throw new MediaDamaged('The URL of the file is not valid')
  const path = directPath ?? (url ? new URL(url).pathname + new URL(url).search : '/')
  const base = origin ?? (url && OWN_HOST.test(url) ? new URL(url).origin : HOST)
  return new URL(path, base).origin === new URL(base).origin ? new URL(path, base).href : `${base}/`
}

/** Passes a file that is not encrypted: the file of a channel's post. The stream fails if the file does not match its message. */
function checking(sha256: string | null): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done: TransformCallback) {
      done(hash.digest('hex') === sha256 ? null : new MediaDamaged("The file's hash is wrong"))
    },
  })
}

async function decrypting({ kind, mediaKey, sha256 }: EncryptedFile): Promise<Transform> {
  const { iv, cipherKey, macKey } = await getMediaKeys(Buffer.from(mediaKey, 'base64'), kind)
  if (!macKey) throw new MediaDamaged('The file has no key')
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  const mac = createHmac('sha256', macKey).update(iv)
  const hash = createHash('sha256')
  let held: Buffer = Buffer.alloc(0)
  const open = (bytes: Buffer) => {
    hash.update(bytes)
    return bytes
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      const all = Buffer.concat([held, chunk])
      const body = all.subarray(0, Math.max(0, all.length - MAC_BYTES))
      held = all.subarray(body.length)
      mac.update(body)
      done(null, open(decipher.update(body)))
    },
    flush(done: TransformCallback) {
      try {
        if (!mac.digest().subarray(0, MAC_BYTES).equals(held))
          throw new MediaDamaged("The file's MAC is wrong")
        this.push(open(decipher.final()))
        if (sha256 !== null && hash.digest('hex') !== sha256)
          throw new MediaDamaged("The file's hash is wrong")
        done()
      } catch (error) {
        done(error instanceof MediaDamaged ? error : new MediaDamaged('The file cannot be decrypted'))
      }
    },
  })
}
