import { getEventListeners, setMaxListeners } from 'node:events'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type HostileServer, startHostileServer } from './hostileServer.fixture.ts'
import { RequestRefused } from './index.ts'
import { followSockets } from './sockets.fixture.ts'
import { localOptions, refusalOf, request, serveTcp } from './testing.ts'

let server: HostileServer
beforeAll(async () => {
  server = await startHostileServer()
})
afterAll(() => server.stop())

it('settles by its deadline for every hostile server, and leaves no socket and no listener', async () => {
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  // The body exceeds the buffers of both sides, so that a server that never reads blocks the request.
  const body = Buffer.alloc(8 * 1024 * 1024)
  const options = { totalTimeoutMs: 400, redirects: { follow: 3 }, signal }
  const settle = async ([name, url]: [string, string]) => {
    const large = name.includes('never-reads') && { method: 'POST', body }
    try {
      const response = await request(url, { ...options, ...large })
      await response.text(Number.POSITIVE_INFINITY)
    } catch (error) {
      return [name, error instanceof RequestRefused]
    }
    return [name, true]
  }
  const urls = Object.entries(server.urls)
  const sockets = await followSockets(() => Promise.all(urls.map(settle)))
  expect(sockets.result.filter(([, isKnown]) => !isKnown)).toEqual([])
  expect(sockets.opened).toBeGreaterThanOrEqual(urls.length)
  await vi.waitFor(() => expect(sockets.open()).toBe(0), 20_000)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

it.each([
  ['a 101', 'switches-protocols', /answered 101/],
  ['a 101 with bytes after it', 'switches-and-talks', /answered 101/],
  ['a 101 without an upgrade', 'switches-without-upgrade', /answered 101/],
  ['a 101 before its answer', 'switches-then-answers', /answered 101/],
  ['a 101 after a redirect', 'redirect-to-upgrade', /answered 101/],
  ['100 without end', 'flood-100', /informational/],
  ['102 without end', 'flood-102', /informational/],
  ['103 without end', 'flood-103', /informational/],
])('refuses %s before the deadline', async (_what, name, message) => {
  const options = { totalTimeoutMs: 60_000, redirects: { follow: 3 } }
  const refusal = await refusalOf(server.urls[name] ?? '', options)
  expect(refusal).toMatchObject({ reason: 'broken', message: expect.stringMatching(message) })
})

it('refuses the end of a tunnel that CONNECT opened', async () => {
  const tunnel = await serveTcp((socket) => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'))
  expect(await refusalOf(tunnel.url, { method: 'CONNECT' })).toMatchObject({ reason: 'broken' })
})

it('does not decompress a body, so that a decompression bomb stays small', async () => {
  const options = localOptions({ totalTimeoutMs: 60_000 })
  const { body, headers } = await request(server.urls['gzip-bomb'] ?? '', options)
  const bytes = Buffer.concat(await body.toArray())
  expect(bytes.length).toBe(Number(headers['content-length']))
  expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b])
})

it('closes the connection of a server that answers early and reads nothing', async () => {
  const body = Buffer.alloc(8 * 1024 * 1024)
  const options = { method: 'POST', body, totalTimeoutMs: 500 }
  const sockets = await followSockets(() =>
    request(server.urls['answers-early-and-never-reads'] ?? '', options)
      .then((response) => response.text(100))
      .catch((error: unknown) => error),
  )
  expect(['ok', expect.any(RequestRefused)]).toContainEqual(sockets.result)
  expect(sockets.opened).toBe(1)
  await vi.waitFor(() => expect(sockets.open()).toBe(0), 20_000)
})

it("applies the policy's cap in place of a longer time-out", async () => {
  const policy = { allowHttp: true, allowPrivate: true, longestMs: 100 }
  expect(await refusalOf(server.urls.silent ?? '', { policy, totalTimeoutMs: 60_000 })).toMatchObject({
    reason: 'timeout',
    message: 'The response was not complete within 100 ms.',
  })
})
