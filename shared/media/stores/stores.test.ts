import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#shared/ids.ts'
import { BadMediaKey, type MediaStore } from './index.ts'
import { S3Sizes } from './s3Sizes.fixture.ts'
import { breaking, bytes, type Running, startFileStore, startS3Store } from './testing.ts'

const MiB = 1024 * 1024
const png = { contentType: 'image/png' }
const newKey = () => `apps/${newId('app')}/${newId('request')}`

async function read(store: MediaStore, key: string): Promise<string | undefined> {
  const media = await store.get(key)
  return media ? Buffer.concat(await media.body.toArray()).toString() : undefined
}

describe.each([
  ['S3', startS3Store],
  ['files', startFileStore],
])('media in %s', (_driver, start: () => Promise<Running<MediaStore>>) => {
  let running: Running<MediaStore>
  let store: MediaStore

  beforeAll(async () => {
    running = await start()
    store = running.store
  })

  afterAll(() => running.stop())

  it('returns a stored buffer or stream, with size and hash', async () => {
    const sha256 = createHash('sha256').update('hello').digest('hex')
    for (const body of [Buffer.from('hello'), Readable.from([Buffer.from('hel'), Buffer.from('lo')])]) {
      const key = newKey()
      expect(await store.put(key, body, png)).toEqual({ size: 5, sha256 })
      expect(await store.stat(key)).toEqual({ size: 5, ...png })
      const media = await store.get(key)
      expect(media).toMatchObject({ size: 5, ...png })
      expect(Buffer.concat((await media?.body.toArray()) ?? []).toString()).toBe('hello')
    }
  })

  it('stores an empty body with its type', async () => {
    const key = newKey()
    expect(await store.put(key, Buffer.alloc(0), png)).toMatchObject({ size: 0 })
    expect(await read(store, key)).toBe('')
  })

  it('replaces and removes files', async () => {
    const key = newKey()
    await store.put(key, Buffer.from('one'), png)
    await store.put(key, Buffer.from('two'), { contentType: 'text/plain' })
    expect(await store.stat(key)).toEqual({ size: 3, contentType: 'text/plain' })
    expect(await read(store, key)).toBe('two')
    await store.remove(key)
    await store.remove(key)
    expect(await store.stat(key)).toBeNull()
    expect(await store.get(key)).toBeNull()
  })

  it.each([1_000, 12 * MiB])('leaves no file after a put that breaks after %i bytes', async (size) => {
    const key = newKey()
    await expect(store.put(key, Readable.from(breaking(size)), png)).rejects.toThrow('the source broke')
    expect(await store.stat(key)).toBeNull()
  })

  it('keeps the former file when a second put breaks', async () => {
    const key = newKey()
    await store.put(key, Buffer.from('whole'), png)
    await expect(store.put(key, Readable.from(breaking(6 * MiB)), png)).rejects.toThrow('the source broke')
    expect(await read(store, key)).toBe('whole')
  })

  it('stores several parts with the right hash', async () => {
    const key = newKey()
    const put = await store.put(key, bytes(11 * MiB + 7), png)
    const hash = createHash('sha256')
    const media = await store.get(key)
    for await (const chunk of media?.body ?? []) hash.update(chunk as Buffer)
    expect(put).toEqual({ size: 11 * MiB + 7, sha256: hash.digest('hex') })
  })

  it.each([
    '../x',
    'apps/../../x',
    '/etc/passwd',
    'apps//x',
    'apps/./x',
    'apps/x\0',
    'apps\\x',
    'apps/.hidden',
    'apps/x?y',
    'a'.repeat(513),
    '',
  ])('refuses the key %j', async (key) => {
    await expect(store.put(key, Buffer.from('x'), png)).rejects.toThrow(BadMediaKey)
    await expect(store.get(key)).rejects.toThrow(BadMediaKey)
    await expect(store.stat(key)).rejects.toThrow(BadMediaKey)
    await expect(store.remove(key)).rejects.toThrow(BadMediaKey)
    await expect(store.uploadUrl(key, { size: 1, expiresSeconds: 1 })).rejects.toThrow(BadMediaKey)
    await expect(store.downloadUrl(key, { expiresSeconds: 1 })).rejects.toThrow(BadMediaKey)
  })

  it('accepts an upload through a signed URL, with its type', async () => {
    const key = newKey()
    const slot = await store.uploadUrl(key, { ...png, size: 8, expiresSeconds: 60 })
    expect(slot).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'image/png', 'content-length': '8' },
    })
    expect(slot.expiresAt.getTime()).toBeGreaterThan(Date.now() + 50_000)
    const response = await fetch(slot.url, { method: slot.method, headers: slot.headers, body: 'uploaded' })
    expect(response.status).toBe(200)
    expect(await store.stat(key)).toEqual({ size: 8, ...png })
    expect(await read(store, key)).toBe('uploaded')
  })

  it.each([
    ['a larger body', { body: Buffer.alloc(3_000_000) }, [403]],
    ['one byte more', { body: Buffer.alloc(11) }, [403]],
    ['one byte less', { body: Buffer.alloc(9) }, [403]],
    ['no body', {}, [403]],
    ['another type', { body: Buffer.alloc(10), headers: { 'content-type': 'text/html' } }, [403, 415]],
    ['a chunked body', { body: bytes(10), duplex: 'half' }, [411]],
  ])('refuses %s in a slot of ten bytes', async (_what, given, statuses) => {
    const key = newKey()
    const slot = await store.uploadUrl(key, { ...png, size: 10, expiresSeconds: 60 })
    const init = { method: 'PUT', headers: { 'content-type': 'image/png' }, ...given }
    const response = await fetch(slot.url, init as RequestInit)
    expect(statuses).toContain(response.status)
    expect(await store.stat(key)).toBeNull()
  })

  it('signs no checksum', async () => {
    const slot = await store.uploadUrl(newKey(), { size: 100, expiresSeconds: 60 })
    expect(slot.url).not.toMatch(/checksum/i)
  })

  it('serves a download through a signed URL', async () => {
    const key = newKey()
    await store.put(key, Buffer.from('<script>'), { contentType: 'text/html' })
    const url = await store.downloadUrl(key, { expiresSeconds: 60, filename: 'page.html' })
    const response = await fetch(url)
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(await response.text()).toBe('<script>')
  })
})

describe('the stand-in for S3 refuses as S3 does', () => {
  let running: Awaited<ReturnType<typeof startS3Store>>
  const place = { Bucket: 'media', Key: 'media/apps/a/1' }
  beforeAll(async () => {
    running = await startS3Store()
  })
  afterAll(() => running.stop())

  it('an upload whose first part is smaller than 5 MiB', async () => {
    const { client } = running
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place))
    const Parts = await Promise.all(
      [1, 2].map(async (PartNumber) => {
        const part = new UploadPartCommand({ ...place, UploadId, PartNumber, Body: Buffer.alloc(100) })
        return { PartNumber, ETag: (await client.send(part)).ETag }
      }),
    )
    const complete = new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } })
    await expect(client.send(complete)).rejects.toMatchObject({ name: 'EntityTooSmall' })
  })

  it('one PUT above 5 GiB', async () => {
    const url = new URL('http://s3/media/apps/a/1')
    const headers = (size: number) => ({ method: 'PUT', headers: { 'content-length': `${size}` } })
    const check = (size: number) => new S3Sizes().check(headers(size) as IncomingMessage, url)
    expect((await check(5 * 1024 * MiB)).code).toBeNull()
    expect((await check(5 * 1024 * MiB + 1)).code).toBe('EntityTooLarge')
  })

  it('a signed URL after its end', async () => {
    const slot = await running.store.uploadUrl(newKey(), { size: 1, expiresSeconds: 0 })
    expect((await fetch(slot.url, { method: 'PUT', body: 'x' })).status).toBe(403)
  })
})

it('makes S3 serve a download as an attachment, under its name', async () => {
  // The stand-in ignores this parameter, so that the test reads the parameter from the URL.
  const { store, stop } = await startS3Store()
  const url = new URL(await store.downloadUrl('apps/a/1', { expiresSeconds: 60, filename: 'Grüße "1".pdf' }))
  expect(url.searchParams.get('response-content-disposition')).toBe(
    `attachment; filename="Gr__e _1_.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.pdf`,
  )
  await stop()
})
