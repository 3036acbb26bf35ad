import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { answerSigned, type FileMediaStore } from '#shared/media/index.ts'
import type { Shutdown } from './process/index.ts'

/**
 * Returns the variables with which the runtimes reach the files of this machine. The origin of the API serves
 * the files.
 */
export async function mediaEnvironment(dataDir: string, origin: string): Promise<Record<string, string>> {
  const keyFile = path.join(dataDir, 'media.key')
  if (!existsSync(keyFile)) await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  return {
    VESPER_MEDIA_DIR: path.join(dataDir, 'media'),
    VESPER_MEDIA_URL: origin,
    VESPER_MEDIA_KEY: await readFile(keyFile, 'utf8'),
  }
}

/** The life-cycle of S3 keeps an unused upload for the same time. */
const UPLOAD_MS = 24 * 3_600_000
const LOOK_EVERY_MS = 3_600_000

/** Removes uploads that no request has used for a day: at once, and then each hour. */
export async function expireUploads(store: FileMediaStore, shutdown: Shutdown): Promise<void> {
  const expire = () => store.removeOlderThan(new Date(Date.now() - UPLOAD_MS), 'uploads')
  await expire()
  // A file that cannot be removed is tried again in an hour.
  const timer = setInterval(() => void expire().catch(() => undefined), LOOK_EVERY_MS)
  shutdown.add(async () => clearInterval(timer))
}

/** Serves the signed URL of a file, in place of S3. */
export async function serveMedia(store: FileMediaStore, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const contentType = request.headers.get('content-type')
  const contentLength = request.headers.get('content-length')
  const answer = await answerSigned(
    store,
    {
      method: request.method,
      path: pathname,
      query: searchParams,
      ...(contentType !== null && { contentType }),
      ...(contentLength !== null && { contentLength: Number(contentLength) }),
      ...(request.body && { body: Readable.fromWeb(request.body as ReadableStream) }),
    },
    new Date(),
  )
  const body = answer.body
    ? (Readable.toWeb(answer.body) as unknown as ConstructorParameters<typeof Response>[0])
    : null
  return new Response(body, { status: answer.status, headers: answer.headers })
}
