import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveHttp } from '#shared/http/testing.ts'
import { newId } from '#shared/ids.ts'
import { type IngestOptions, ingest, MEDIA_LIMITS } from '../index.ts'
import { breaking, bytes, startFileStore } from '../stores/testing.ts'

const policy = { allowHttp: true, allowPrivate: true }
const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
  .png()
  .toBuffer()
const sha256 = createHash('sha256').update(png).digest('hex')

let running: Awaited<ReturnType<typeof startFileStore>>

beforeAll(async () => {
  running = await startFileStore()
})

afterAll(() => running.stop())

/** Ingests a file, and checks that a failure leaves no file. */
async function take(options: Pick<IngestOptions, 'source'> & Partial<IngestOptions>) {
  const key = `apps/a/${newId('request')}`
  try {
    return await ingest({ store: running.store, key, kind: 'image', ...options })
  } catch (error) {
    expect(await running.store.stat(key)).toBeNull()
    throw error
  }
}

it('accepts base64, a data URL and a stream', async () => {
  const data = png.toString('base64')
  const sources: IngestOptions['source'][] = [
    { kind: 'base64', data },
    { kind: 'base64', data: png.toString('base64url') },
    { kind: 'base64', data: `data:image/png;base64,${data}` },
    { kind: 'base64', data: data.replace(/.{76}/g, '$&\r\n') },
    { kind: 'stream', body: Readable.from([png.subarray(0, 5), png.subarray(5)]) },
  ]
  for (const source of sources) {
    const taken = await take({ source, filename: '../../a/Photo.PNG' })
    expect(taken).toMatchObject({ size: png.length, sha256, contentType: 'image/png', filename: 'Photo.PNG' })
    expect(await running.store.stat(taken.key)).toEqual({ size: png.length, contentType: 'image/png' })
  }
})

it('decodes a long base64 text completely', async () => {
  const long = Buffer.concat(await bytes(1_000_001).toArray())
  const taken = await take({ kind: 'document', source: { kind: 'base64', data: long.toString('base64') } })
  expect(taken.sha256).toBe(createHash('sha256').update(long).digest('hex'))
})

it('accepts a URL, and takes the file name from the server or the URL', async () => {
  const server = await serveHttp((request, response) => {
    const disposition = `attachment; filename="x.png"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.png`
    if (request.url === '/named') response.setHeader('content-disposition', disposition)
    response.setHeader('content-type', 'text/html').end(png)
  })
  const url = `${server.url}/pictures/cat%20one.png?v=1`
  expect(await take({ source: { kind: 'url', url, policy } })).toMatchObject({
    sha256,
    contentType: 'image/png',
    filename: 'cat one.png',
  })
  const named = { kind: 'url' as const, url: `${server.url}/named`, policy }
  expect(await take({ source: named })).toMatchObject({ filename: 'Grüße.png' })
  expect(await take({ source: named, filename: 'mine.png' })).toMatchObject({ filename: 'mine.png' })
})

it('accepts a document of 100 MB, and refuses one more byte', async () => {
  const { maxBytes } = MEDIA_LIMITS.document
  const exact = await take({ kind: 'document', source: { kind: 'stream', body: bytes(maxBytes) } })
  expect(exact.size).toBe(maxBytes)
  await running.store.remove(exact.key)
  const more = take({ kind: 'document', source: { kind: 'stream', body: bytes(maxBytes + 1) } })
  await expect(more).rejects.toMatchObject({ reason: 'too_large' })
})

it('reports a stream that broke before the first read, and does not crash', async () => {
  const body = new Readable({ read: () => undefined })
  const taken = take({ kind: 'document', source: { kind: 'stream', body } })
  body.destroy(new Error('the source broke'))
  await expect(taken).rejects.toThrow('the source broke')
})

it.each(['a', '!!!!', 'YWJj=YWJj', 'data:image/png;base64,###'])('refuses the base64 %j', async (data) => {
  await expect(take({ source: { kind: 'base64', data } })).rejects.toMatchObject({
    reason: 'bad_base64',
    status: 422,
  })
})

it('refuses too large base64 before decoding', async () => {
  const data = 'A'.repeat(MEDIA_LIMITS.sticker.maxBytes * 2)
  await expect(take({ kind: 'sticker', source: { kind: 'base64', data } })).rejects.toMatchObject({
    reason: 'too_large',
  })
})

it('refuses an empty file, and a file of the wrong type', async () => {
  await expect(take({ source: { kind: 'base64', data: '' } })).rejects.toMatchObject({ reason: 'empty' })
  const page = Buffer.from('<html>').toString('base64')
  const source = { kind: 'base64' as const, data: page }
  await expect(take({ source, filename: 'a.jpg', declaredType: 'image/jpeg' })).rejects.toMatchObject({
    reason: 'wrong_type',
  })
  await expect(
    take({ kind: 'video', source: { kind: 'base64', data: png.toString('base64') } }),
  ).rejects.toMatchObject({
    reason: 'wrong_type',
  })
})

it('throws the errors of the stream and of the store', async () => {
  const body = Readable.from(breaking(300_000))
  await expect(take({ kind: 'document', source: { kind: 'stream', body } })).rejects.toThrow(
    'the source broke',
  )
  const broken = { ...running.store, put: () => Promise.reject(new Error('the store broke')) }
  const endless = bytes(10_000_000)
  await expect(
    take({ kind: 'document', store: broken, source: { kind: 'stream', body: endless } }),
  ).rejects.toThrow('the store broke')
  expect(endless.destroyed).toBe(true)
})

it.each([
  ['answers 404', (path: string) => `${path}/404`, 'unreachable', 'answered 404'],
  ['compresses its answer', (path: string) => `${path}/gzip`, 'unreachable', 'compresses'],
  ['closes in the middle', (path: string) => `${path}/half`, 'unreachable', 'broke off'],
  ['stalls', (path: string) => `${path}/still`, 'unreachable', 'sent nothing'],
  ['announces too much', (path: string) => `${path}/announced`, 'too_large', 'The image is larger'],
  ['never ends', (path: string) => `${path}/endless`, 'too_large', 'The image is larger'],
  ['redirects to a private address', (path: string) => `${path}/inside`, 'unreachable', 'public internet'],
  ['is not valid', () => 'nonsense', 'unreachable', 'not valid'],
])('reports a URL that %s', async (_what, urlOf, reason, words) => {
  const server = await serveHttp((request, response) => {
    switch (request.url) {
      case '/gzip':
        return response.writeHead(200, { 'content-encoding': 'gzip' }).end(png)
      case '/half':
        response.writeHead(200, { 'content-length': 1_000_000 }).write(png)
        return setTimeout(() => response.destroy(), 50)
      case '/still':
        return response.writeHead(200).write(png)
      case '/announced':
        return response.writeHead(200, { 'content-length': 99_000_000 }).write(png)
      case '/endless':
        response.write(png)
        return bytes(99_000_000).pipe(response)
      case '/inside':
        return response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
      default:
        return response.writeHead(404).end(png)
    }
  })
  const url = urlOf(server.url)
  // Only the stalled server gets a short time-out, because a busy machine may stall too.
  const idleTimeoutMs = url.endsWith('/still') ? 200 : 20_000
  const timeouts = { connectTimeoutMs: 5_000, idleTimeoutMs, totalTimeoutMs: 20_000 }
  const taken = take({ source: { kind: 'url', url, policy, timeouts } })
  await expect(taken).rejects.toMatchObject({ reason, message: expect.stringContaining(words) })
})
