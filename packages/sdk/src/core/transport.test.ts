import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { Vesper } from '../vesper.ts'

type Reply = (response: ServerResponse, request: IncomingMessage) => void

const SENT = JSON.stringify({ success: true, data: { key: { id: 'A' }, status: 'PENDING' } })
const failing =
  (status: number, code: string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response
      .writeHead(status, headers)
      .end(JSON.stringify({ success: false, error: { code, message: 'No', requestId: 'req_1' } }))
const ok: Reply = (response) => response.end(SENT)
const reset: Reply = (response) => response.socket?.destroy()
const silent: Reply = () => undefined

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Starts a server that gives these replies in order, and returns a client of it and the idempotency keys that arrived. */
async function serve(replies: Reply[], options: { timeoutMs?: number; maxRetries?: number } = {}) {
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined)
    request.resume()
    replies[Math.min(keys.length, replies.length) - 1]?.(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const vesper = new Vesper({ apiKey: 'vsp_x', baseUrl, ...options })
  const send = (signal?: AbortSignal) =>
    vesper.messages.sendText({ session: 's', to: '905551234567', text: 'x' }, signal ? { signal } : {})
  return { vesper, send, keys }
}

it.each<[string, Reply]>([
  ['503', failing(503, 'SERVICE_UNAVAILABLE', { 'retry-after': '0' })],
  ['504 with an unknown outcome', failing(504, 'OUTCOME_UNKNOWN', { 'retry-after': '0' })],
  ['429', failing(429, 'RATE_LIMITED', { 'retry-after': '0' })],
  ['the page of a proxy with 502', (response) => response.writeHead(502).end('<html>')],
  ['a connection that is reset', reset],
])('repeats a POST with the same key after %s', async (_, fault) => {
  const { send, keys } = await serve([fault, ok])
  expect(await send()).toMatchObject({ status: 'PENDING' })
  expect(keys).toHaveLength(2)
  expect(keys[0]).toMatch(/^[\da-f-]{36}$/)
  expect(keys[1]).toBe(keys[0])
})

it('repeats after its own time-out', async () => {
  const { send, keys } = await serve([silent, ok], { timeoutMs: 400 })
  expect(await send()).toMatchObject({ status: 'PENDING' })
  expect(keys).toHaveLength(2)
})

it('waits for the earlier attempt that still runs', async () => {
  const { send, keys } = await serve([reset, failing(409, 'IDEMPOTENCY_CONFLICT'), ok])
  expect(await send()).toMatchObject({ status: 'PENDING' })
  expect(keys).toHaveLength(3)
})

it('uses another key for another call', async () => {
  const { send, keys } = await serve([ok])
  await send()
  await send()
  expect(new Set(keys).size).toBe(2)
})

it('gives up after two further attempts, with the last error', async () => {
  const { send, keys } = await serve([failing(503, 'SERVICE_UNAVAILABLE', { 'retry-after': '0' })])
  await expect(send()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503, requestId: 'req_1' })
  expect(keys).toHaveLength(3)
})

it('does not repeat if it shall not', async () => {
  const { send, keys } = await serve([reset, ok], { maxRetries: 0 })
  await expect(send()).rejects.toMatchObject({ code: 'CONNECTION_FAILED', status: 0 })
  expect(keys).toHaveLength(1)
})

it.each<[string, Reply, string]>([
  ['an invalid request', failing(400, 'VALIDATION_ERROR'), 'VALIDATION_ERROR'],
  ['a key that another call uses', failing(409, 'IDEMPOTENCY_CONFLICT'), 'IDEMPOTENCY_CONFLICT'],
  ['a code of a newer gateway', failing(418, 'TEAPOT'), 'TEAPOT'],
  ['a pause of an hour', failing(429, 'RATE_LIMITED', { 'retry-after': '3600' }), 'RATE_LIMITED'],
  ['a page of another server', (response) => response.end('<html>Welcome'), 'INVALID_ANSWER'],
  ['JSON of another server', (response) => response.end('[]'), 'INVALID_ANSWER'],
])('does not repeat after %s', async (_, fault, code) => {
  const { send, keys } = await serve([fault])
  await expect(send()).rejects.toMatchObject({ name: 'VesperError', code })
  expect(keys).toHaveLength(1)
})

it('tells the pause that the gateway asks for', async () => {
  const { send } = await serve([failing(429, 'RATE_LIMITED', { 'retry-after': '3600' })])
  await expect(send()).rejects.toMatchObject({ retryAfterMs: 3_600_000 })
})

it('ends at once when the signal aborts, in an attempt and in a pause', async () => {
  for (const fault of [silent, failing(503, 'SERVICE_UNAVAILABLE', { 'retry-after': '50' })]) {
    const { send, keys } = await serve([fault])
    const abort = new AbortController()
    const call = send(abort.signal)
    await expect.poll(() => keys.length).toBe(1)
    abort.abort(new Error('enough'))
    await expect(call).rejects.toThrow('enough')
    expect(keys).toHaveLength(1)
  }
})

it('sends no idempotency key with a GET, and leaves undefined query parameters out', async () => {
  let url = ''
  const { vesper, keys } = await serve([
    (response, request) => {
      url = request.url ?? ''
      response.end(JSON.stringify({ success: true, data: [], pagination: { limit: 5, nextCursor: null } }))
    },
  ])
  await vesper.events.list({ types: ['message.sent', 'message.read'], limit: 5 })
  expect([url, keys]).toEqual(['/api/v1/events?types=message.sent%2Cmessage.read&limit=5', [undefined]])
})

it('follows events through an outage that is longer than the attempts of a call', async () => {
  const urls: string[] = []
  const pageOf =
    (data: object[], nextCursor: string): Reply =>
    (response) =>
      response.end(JSON.stringify({ success: true, data, pagination: { limit: 50, nextCursor } }))
  const outage = failing(503, 'SERVICE_UNAVAILABLE', { 'retry-after': '0' })
  const replies = [pageOf([], 'c1'), outage, outage, outage, outage, pageOf([{ id: 'evt_1' }], 'c2')]
  const { vesper } = await serve(
    replies.map((reply) => (response, request) => {
      urls.push(request.url ?? '')
      reply(response, request)
    }),
  )
  for await (const { event, cursor } of vesper.events.follow()) {
    expect([event.id, cursor]).toEqual(['evt_1', 'c2'])
    break
  }
  expect(urls).toEqual([
    '/api/v1/events?after=latest&wait=0',
    ...Array(5).fill('/api/v1/events?after=c1&wait=20'),
  ])
})

it('ends to follow at an error that does not pass', async () => {
  const { vesper } = await serve([failing(401, 'UNAUTHORIZED')])
  await expect(vesper.events.follow().next()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

it('refuses to start without a key', () => {
  expect(() => new Vesper({ apiKey: '' })).toThrow('Pass an API key')
})
