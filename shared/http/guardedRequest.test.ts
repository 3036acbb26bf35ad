import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { slowness } from '#shared/testing.ts'
import { checkUrl, RequestRefused } from './index.ts'
import { refusalOf, request, serveHttp, serveTcp } from './testing.ts'

const cloud = { allowHttp: true, allowPrivate: false }

it('sends method, headers and body, and returns status, headers and body', async () => {
  const seen: { method?: string | undefined; headers?: IncomingMessage['headers']; body?: string } = {}
  const server = await serveHttp(async (incoming, response) => {
    seen.method = incoming.method
    seen.headers = incoming.headers
    seen.body = Buffer.concat(await incoming.toArray()).toString()
    response.writeHead(201, { 'x-answer': 'yes' }).end('made')
  })
  const response = await request(`${server.url}/hook?x=1`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'x-signature': 's', Host: 'evil', 'Accept-Encoding': 'gzip' },
    body: 'héllo',
  })
  expect(response).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' } })
  expect(await response.text(100)).toBe('made')
  expect(seen).toMatchObject({ method: 'POST', body: 'héllo' })
  expect(seen.headers).toMatchObject({
    host: `127.0.0.1:${server.port}`,
    'x-signature': 's',
    'content-length': '6',
    'accept-encoding': 'identity',
    connection: 'close',
  })
})

it('connects to localhost by name on one machine', async () => {
  const server = await serveHttp((_request, response) => response.end('here'))
  const response = await request(`http://localhost:${server.port}`)
  expect(await response.text(100)).toBe('here')
})

it('cuts a text between characters', async () => {
  const server = await serveHttp((_request, response) => response.end('aéé'))
  expect(await (await request(server.url)).text(4)).toBe('aé')
})

it.each([
  'ftp://example.com/',
  'file:///etc/passwd',
  'http://user:secret@example.com/',
  'javascript:1',
  '/relative',
  '',
  'http://',
  'http://[::1',
  'http://256.1.1.1/',
])('refuses the URL %s', (url) => {
  expect(() => checkUrl(url, cloud)).toThrowError(expect.objectContaining({ reason: 'bad_url' }))
})

it('refuses http if only https is allowed', () => {
  const policy = { allowHttp: false, allowPrivate: false }
  expect(() => checkUrl('http://example.com', policy)).toThrowError(RequestRefused)
  expect(checkUrl('https://example.com', policy).href).toBe('https://example.com/')
})

it.each([
  'localhost',
  'a.localhost',
  '127.0.0.1',
  '127.0.0.1.',
  '2130706433',
  '0x7f.1',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '0',
  '①②⑦.0.0.1',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
])('refuses the loopback address %s without a connection', async (host) => {
  const server = await serveHttp((_request, response) => response.end())
  const refusal = await refusalOf(`http://${host}:${server.port}/`, { policy: cloud })
  expect(refusal).toMatchObject({ name: 'RequestRefused', reason: 'forbidden_address' })
  expect(refusal.message).not.toMatch(/127|::1/)
  expect(server.connections).toBe(0)
})

it('refuses a name with one private address among public ones', async () => {
  const refusal = await refusalOf('http://mixed.example/', {
    policy: cloud,
    resolve: async () => ['8.8.8.8', '10.0.0.1', '2606:4700:4700::1111'],
  })
  expect(refusal.reason).toBe('forbidden_address')
  expect(refusal.message).not.toContain('10.0.0.1')
})

it('queries DNS once, and never connects to a later answer', async () => {
  const trap = await serveHttp((_request, response) => response.end('secret'))
  const answers = [['8.0.0.0'], ['127.0.0.1']]
  let asked = 0
  const refusal = await refusalOf(`http://rebinding.example:${trap.port}/`, {
    policy: cloud,
    connectTimeoutMs: 300,
    resolve: async () => answers[asked++] ?? [],
  })
  expect(['connect', 'timeout']).toContain(refusal.reason)
  expect(asked).toBe(1)
  expect(trap.connections).toBe(0)
})

it('connects to the checked address', async () => {
  const checked = await serveHttp((_request, response) => response.end('checked'), '127.0.0.2')
  const later = await serveHttp((_request, response) => response.end('later'), '127.0.0.1', checked.port)
  const answers = [['127.0.0.2'], ['127.0.0.1']]
  const response = await request(`http://rebinding.example:${checked.port}/`, {
    resolve: async () => answers.shift() ?? [],
  })
  expect(await response.text(100)).toBe('checked')
  expect(later.connections).toBe(0)
})

it('tries the next address if the first refuses the connection', async () => {
  const server = await serveHttp((_request, response) => response.end('second'), '127.0.0.3')
  const response = await request(`http://two.example:${server.port}/`, {
    resolve: async () => ['127.0.0.2', '127.0.0.3'],
  })
  expect(await response.text(100)).toBe('second')
})

it('reports a name that does not resolve, or not in time', async () => {
  const options = { connectTimeoutMs: 50 }
  const unknown = async () => Promise.reject(new Error('ENOTFOUND'))
  const silent = () => new Promise<string[]>(() => undefined)
  expect(await refusalOf('http://no.example/', { ...options, resolve: unknown })).toMatchObject({
    reason: 'dns',
  })
  expect(await refusalOf('http://no.example/', { ...options, resolve: async () => [] })).toMatchObject({
    reason: 'dns',
  })
  expect(await refusalOf('http://no.example/', { ...options, resolve: silent })).toMatchObject({
    reason: 'dns',
  })
})

it('reports a server that refuses connections', async () => {
  expect(await refusalOf('http://127.0.0.1:1/')).toMatchObject({ reason: 'connect' })
})

it('stops an endless body at its limit', async () => {
  const server = await serveHttp((_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more)
    more()
  })
  expect(await refusalOf(server.url)).toMatchObject({ reason: 'too_large' })
})

it('refuses a body by its announced size, without reading', async () => {
  const server = await serveHttp((_request, response) => {
    response.writeHead(200, { 'content-length': 1_000_001 }).write('x')
  })
  await expect(request(server.url)).rejects.toMatchObject({ reason: 'too_large' })
})

it('ends a slowly dripping body at the total time-out', async () => {
  const server = await serveHttp((_request, response) => {
    const drip = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(drip))
  })
  expect(await refusalOf(server.url, { idleTimeoutMs: 200, totalTimeoutMs: 300 })).toMatchObject({
    reason: 'timeout',
    message: 'The response was not complete within 300 ms.',
  })
})

it('ends a stalled body at the idle time-out', async () => {
  const server = await serveHttp((_request, response) => {
    response.write('a beginning')
  })
  expect(await refusalOf(server.url, { idleTimeoutMs: 100 })).toMatchObject({
    reason: 'timeout',
    message: 'The server sent nothing for 100 ms.',
  })
})

it('does not mistake a slow reader for an idle server', async () => {
  const server = await serveHttp((_request, response) => response.end(Buffer.alloc(900_000)))
  const idleTimeoutMs = 200 * slowness()
  const { body } = await request(server.url, { idleTimeoutMs })
  await new Promise((resolve) => setTimeout(resolve, 2 * idleTimeoutMs))
  expect(Buffer.concat(await body.toArray()).length).toBe(900_000)
})

it('ends a connection to a silent server', async () => {
  const server = await serveTcp(() => undefined)
  expect(await refusalOf(server.url, { idleTimeoutMs: 100 })).toMatchObject({ reason: 'timeout' })
  expect(await refusalOf(server.url, { totalTimeoutMs: 100 })).toMatchObject({ reason: 'timeout' })
})

it('refuses an answer whose headers do not end, sent fast or slowly', async () => {
  const fast = await serveTcp((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${`x-more: ${'x'.repeat(1_000)}\r\n`.repeat(100)}`)
  })
  const slow = await serveTcp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const drip = setInterval(() => socket.write('x: y\r\n'), 20)
    socket.on('close', () => clearInterval(drip))
  })
  expect(await refusalOf(fast.url)).toMatchObject({ reason: 'too_large' })
  expect(await refusalOf(slow.url, { totalTimeoutMs: 200 })).toMatchObject({ reason: 'timeout' })
})

it.each([
  ['before it answers', ''],
  ['within its headers', 'HTTP/1.1 200 OK\r\nx: '],
  ['within a body of known length', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
  ['within a chunked body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ['after bytes that are not HTTP', 'SSH-2.0-OpenSSH_9.0\r\n'],
])('reports a server that closes the connection %s', async (_when, sent) => {
  const server = await serveTcp((socket) => {
    socket.once('data', () => socket.end(sent))
  })
  expect(await refusalOf(server.url)).toMatchObject({ reason: 'broken' })
})

it('ends when the caller cancels, before and within the body', async () => {
  const server = await serveHttp((_request, response) => {
    response.write('a beginning')
  })
  expect(await refusalOf(server.url, { signal: AbortSignal.abort() })).toMatchObject({ reason: 'aborted' })
  const controller = new AbortController()
  const { body } = await request(server.url, { signal: controller.signal })
  await once(body, 'readable')
  controller.abort()
  await expect(body.toArray()).rejects.toMatchObject({ reason: 'aborted' })
})

it('survives the failure of an unread body', async () => {
  const server = await serveHttp((_request, response) => {
    response.write('a beginning')
  })
  const { body } = await request(server.url, { totalTimeoutMs: 1_000 })
  await new Promise((resolve) => body.once('close', resolve))
  await expect(body.toArray()).rejects.toMatchObject({ reason: 'timeout' })
})
