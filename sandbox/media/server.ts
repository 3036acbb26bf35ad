import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Logger } from 'pino'
import type { Blobs } from './blobs.ts'

/** WhatsApp's limit for documents. */
const MAX_BYTES = 2 * 1024 ** 3
/** Baileys sends the hash without the padding of base64, and whatsmeow sends it with the padding. */
const UPLOAD = /^\/(?:mms|product|pps)\/[a-z-]+\/([\w-]{43})(?:=|%3D)?$/

/** The parts of the media server that its requests need. */
export interface MediaService {
  blobs: Blobs
  /** The token in `media_conn`. The server refuses an upload without the token. */
  auth: string
  origin: string
  log: Logger
}

/** Handles one request: an upload (POST) or a download (GET, HEAD). Uploads and downloads are streamed. */
export async function serveMedia(service: MediaService, request: IncomingMessage, response: ServerResponse) {
  try {
    if (request.method === 'POST') await takeUpload(service, request, response)
    else if (request.method === 'GET' || request.method === 'HEAD') await download(service, request, response)
    else refuse(response, 405)
  } catch (error) {
    // A client that closes the connection during a transfer is normal.
    service.log.debug({ error, url: request.url }, 'a media request failed')
    if (response.headersSent) response.destroy()
    else refuse(response, 500)
  }
}

/** Handles `POST /mms/<type>/<base64url sha256 of the body>?auth=&token=` and returns `{url, direct_path}`. */
async function takeUpload(service: MediaService, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', service.origin)
  const hash = UPLOAD.exec(url.pathname)?.[1]
  if (!hash) return refuse(response, 404)
  if (url.searchParams.get('auth') !== service.auth) return refuse(response, 401)
  if (url.searchParams.get('token')?.replace(/=$/, '') !== hash) return refuse(response, 400)
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return refuse(response, 413)
  const sha256 = createHash('sha256')
  let size = 0
  const hashing = new Transform({
    transform(chunk, _encoding, done) {
      sha256.update(chunk)
      size += chunk.length
      if (size > MAX_BYTES) done(new Error('The upload is larger than 2 GiB.'))
      else done(null, chunk)
    },
  })
  request
    .on('error', (error) => hashing.destroy(error))
    .on('aborted', () => hashing.destroy(new Error('The client aborted the upload.')))
  const file = await service.blobs.write(request.pipe(hashing))
  if (sha256.digest('base64url') !== hash) {
    await service.blobs.discard(file)
    return refuse(response, 400)
  }
  const directPath = service.blobs.publish(file)
  answer(response, 200, { url: service.origin + directPath, direct_path: directPath })
}

async function download(service: MediaService, request: IncomingMessage, response: ServerResponse) {
  const blob = service.blobs.find(request.url ?? '/')
  if (!blob) return refuse(response, 404)
  const size = await service.blobs.sizeOf(blob.file)
  if (blob.gone === 'stall')
    return response
      .writeHead(200, { 'content-type': blob.contentType, 'content-length': size })
      .flushHeaders()
  if (blob.gone) return refuse(response, blob.gone)
  const range = rangeOf(request.headers.range, size)
  if (!range) return response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
  const { start, end } = range
  response.writeHead(request.headers.range ? 206 : 200, {
    'content-type': blob.contentType,
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    ...(request.headers.range && { 'content-range': `bytes ${start}-${end}/${size}` }),
  })
  if (request.method === 'HEAD' || size === 0) return response.end()
  await pipeline(createReadStream(service.blobs.pathOf(blob.file), { start, end }), response)
}

/**
 * Returns the first and the last byte of a Range header. Without a supported Range, the whole file is
 * returned.
 * @returns undefined if the range has no bytes
 */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return { start: 0, end: size - 1 }
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start < size && start <= end ? { start, end } : undefined
}

function refuse(response: ServerResponse, status: number): void {
  answer(response, status, { error: status })
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
