import { readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FileMediaStore } from './index.ts'
import { breaking, startFileStore } from './testing.ts'

let running: Awaited<ReturnType<typeof startFileStore>>
let store: FileMediaStore

beforeAll(async () => {
  running = await startFileStore()
  store = running.store
})

afterAll(() => running.stop())

const soon = () => new Date(Date.now() + 1_000)

function verify(method: string, url: URL, now = soon()) {
  return store.verify(method, url.pathname, url.searchParams, now)
}

async function files(): Promise<string[]> {
  return (await readdir(running.folder, { recursive: true })).filter((name) => name.includes(path.sep))
}

it('returns the permission of a signed URL', async () => {
  const download = new URL(await store.downloadUrl('apps/a/1', { expiresSeconds: 60, filename: 'ä.pdf' }))
  expect(verify('GET', download)).toEqual({ method: 'GET', key: 'apps/a/1', filename: 'ä.pdf' })
  const slot = await store.uploadUrl('apps/a/1', {
    size: 9,
    contentType: 'image/png',
    expiresSeconds: 60,
  })
  const upload = { method: 'PUT', key: 'apps/a/1', size: 9, contentType: 'image/png' }
  expect(verify('PUT', new URL(slot.url))).toEqual(upload)
})

it('accepts a signed URL only for its method and until its expiry', async () => {
  const url = new URL(await store.downloadUrl('apps/a/1', { expiresSeconds: 60 }))
  expect(verify('PUT', url)).toBeNull()
  expect(verify('HEAD', url)).toBeNull()
  expect(verify('GET', url, new Date(Date.now() + 58_000))).not.toBeNull()
  expect(verify('GET', url, new Date(Date.now() + 60_000))).toBeNull()
})

it.each([
  ['another key', (url: URL) => url.pathname.replace(/1$/, '2'), {}],
  ['another route', () => '/other/apps/a/1', {}],
  ['a longer life', undefined, { expires: '99999999999' }],
  ['a larger size', undefined, { size: '99999' }],
  ['another type', undefined, { type: 'text/html' }],
  ['a name', undefined, { filename: 'x' }],
  ['no signature', undefined, { signature: '' }],
  ['another signature', undefined, { signature: 'A'.repeat(43) }],
])('refuses a URL that was changed to have %s', async (_what, newPath, query) => {
  const slot = await store.uploadUrl('apps/a/1', {
    size: 9,
    contentType: 'image/png',
    expiresSeconds: 60,
  })
  const url = new URL(slot.url)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  if (newPath) url.pathname = newPath(url)
  expect(verify('PUT', url)).toBeNull()
  expect((await fetch(url, { method: 'PUT', body: 'nine byte', headers: slot.headers })).status).toBe(403)
})

it('removes old uploads without other files', async () => {
  await store.put('uploads/a/5', Buffer.from('old'), { contentType: 'image/png' })
  await store.put('apps/a/5', Buffer.from('old'), { contentType: 'image/png' })
  expect(await store.removeOlderThan(soon(), 'uploads')).toBe(2)
  expect(await store.stat('uploads/a/5')).toBeNull()
  expect(await store.stat('apps/a/5')).not.toBeNull()
})

it('returns the reason of a refused upload', async () => {
  const slot = await store.uploadUrl('uploads/a/6', { size: 9, expiresSeconds: 60 })
  const response = await fetch(slot.url, { method: 'PUT', body: 'ten bytes!' })
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('takes 9 bytes')])
})

it('answers 404 for a missing file, and returns no file that a browser would run', async () => {
  const gone = await fetch(await store.downloadUrl('apps/a/none', { expiresSeconds: 60 }))
  expect(gone.status).toBe(404)
  await store.put('apps/a/3', Buffer.from('<script>'), { contentType: 'text/html' })
  const url = await store.downloadUrl('apps/a/3', { expiresSeconds: 60, filename: 'Grüße.html' })
  const { headers } = await fetch(url)
  expect(headers.get('content-disposition')).toBe(
    `attachment; filename="Gr__e.html"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.html`,
  )
  expect(headers.get('content-security-policy')).toBe('sandbox')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

it('leaves no old file after a broken put, a second put or a removal', async () => {
  const before = await files()
  const meta = { contentType: 'image/png' }
  await expect(store.put('apps/a/4', Readable.from(breaking(200_000)), meta)).rejects.toThrow()
  expect(await files()).toHaveLength(before.length)
  await store.put('apps/a/4', Buffer.from('one'), meta)
  await store.put('apps/a/4', Buffer.from('two'), meta)
  expect(await files()).toHaveLength(before.length + 2)
  await store.remove('apps/a/4')
  expect(await files()).toHaveLength(before.length)
})

it('removes old files, and incomplete files after a crash', async () => {
  await store.removeOlderThan(soon())
  await store.put('apps/a/old', Buffer.from('old'), { contentType: 'image/png' })
  const [some = ''] = await files()
  await writeFile(path.join(running.folder, path.dirname(some), 'left.over'), 'x')
  for (const name of await files()) await utimes(path.join(running.folder, name), 1, 1)
  await store.put('apps/a/new', Buffer.from('new'), { contentType: 'image/png' })
  expect(await store.removeOlderThan(new Date(1_000_000))).toBe(3)
  expect(await store.stat('apps/a/old')).toBeNull()
  expect(await store.stat('apps/a/new')).not.toBeNull()
})
