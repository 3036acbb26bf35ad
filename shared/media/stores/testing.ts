import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { startFauxqs } from 'fauxqs'
import { answerSigned, type FileMediaStore, fileMediaStore, type MediaStore } from './index.ts'
import { s3MediaStore } from './s3MediaStore.ts'
import { startStrictS3 } from './strictS3.fixture.ts'

/** A store for tests that can be stopped. */
export interface Running<Store extends MediaStore> {
  store: Store
  stop(): Promise<void>
}

export async function startS3Store(): Promise<Running<MediaStore> & { client: S3Client }> {
  const server = await startFauxqs({ port: 0, logger: false })
  const strict = await startStrictS3(server.address, 'test')
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: strict.address,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  await client.send(new CreateBucketCommand({ Bucket: 'media' }))
  return {
    client,
    store: s3MediaStore({ client, bucket: 'media', prefix: 'media/' }),
    async stop() {
      client.destroy()
      await strict.stop()
      await server.stop()
    },
  }
}

/** Starts a file store, with an HTTP server for its signed URLs. */
export async function startFileStore(): Promise<Running<FileMediaStore> & { folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-media-'))
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const contentType = request.headers['content-type']
    const length = request.headers['content-length']
    const signed = {
      ...{ method: request.method ?? '', path: pathname, query: searchParams, body: request },
      ...(contentType && { contentType }),
      ...(length !== undefined && { contentLength: Number(length) }),
    }
    const answer = await answerSigned(store, signed, new Date())
    response.writeHead(answer.status, { ...answer.headers, connection: 'close' })
    if (answer.body) answer.body.pipe(response)
    else response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const store = fileMediaStore({ folder, baseUrl, signingKey: randomBytes(32) })
  return {
    store,
    folder,
    async stop() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Returns a stream of `size` random bytes, which are created as they are read. */
export function bytes(size: number): Readable {
  return Readable.from(chunks(size))
}

function* chunks(size: number): Generator<Buffer> {
  const chunk = randomBytes(64 * 1024)
  for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
}

/** Yields `size` bytes and then throws. */
export async function* breaking(size: number): AsyncGenerator<Buffer> {
  yield* chunks(size)
  throw new Error('the source broke')
}
