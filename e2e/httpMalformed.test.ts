import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#functions/index.ts'
import { createApiServer, listenOn } from '#local/apiServer.ts'
import { createLogger } from '#shared/logger.ts'
import { eventually } from './support/eventually.ts'
import { exchange, type RawResponse } from './support/exchange.ts'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()
const HOST = 'host: x'
const POST = 'POST /api/v1/sessions HTTP/1.1'
const CHUNKED = 'transfer-encoding: chunked'

const head = (...lines: string[]) => [...lines, '', ''].join('\r\n')
const keyed = () => `x-api-key: ${gateway.info.apiKey}`

async function send(bytes: string | Buffer): Promise<RawResponse> {
  const [answer] = await exchange(gateway.info.baseUrl, bytes)
  if (!answer) throw new Error('The server closed the connection without an answer')
  return answer
}

/** Expects the envelope, and the headers of each answer. */
function expectEnvelope({ headers, text }: RawResponse, code: string): void {
  const { success, error } = JSON.parse(text)
  expect([success, error.code, error.requestId]).toEqual([false, code, headers.get('x-request-id')])
  expect(error.requestId).toMatch(/^req_/)
  expect(headers.get('content-type')).toBe('application/json')
  for (const name of ['limit', 'remaining', 'reset'])
    expect(headers.get(`x-ratelimit-${name}`)).toMatch(/^\d+$/)
}

describe('the server answers with the envelope and the request id', () => {
  it.each([
    ['an invalid Host', head('GET /health HTTP/1.1', 'host: a b/c'), 400, 'VALIDATION_ERROR'],
    ['no Host', head('GET /health HTTP/1.1'), 400, 'VALIDATION_ERROR'],
    ['two Hosts', head('GET /health HTTP/1.1', HOST, 'host: y'), 400, 'VALIDATION_ERROR'],
    ['an absolute URL without a host', head('GET http:// HTTP/1.1', HOST), 400, 'VALIDATION_ERROR'],
    ['an absolute URL with a bad port', head('GET http://x:99999/ HTTP/1.1', HOST), 400, 'VALIDATION_ERROR'],
    ['a backslash in the path', head('GET /a\\b HTTP/1.1', HOST), 400, 'VALIDATION_ERROR'],
    ['an unknown method', head('FOO /health HTTP/1.1', HOST), 400, 'VALIDATION_ERROR'],
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'VALIDATION_ERROR'],
    ['a TLS handshake', Buffer.from('16030100c8010000c40303', 'hex'), 400, 'VALIDATION_ERROR'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'VALIDATION_ERROR'],
    ['an unknown version', head('GET /health HTTP/9.9', HOST), 400, 'VALIDATION_ERROR'],
    ['a header without a colon', head('GET /health HTTP/1.1', HOST, 'nonsense'), 400, 'VALIDATION_ERROR'],
    ['a NUL in a header', head('GET /health HTTP/1.1', HOST, 'x: a\0b'), 400, 'VALIDATION_ERROR'],
    ['two lengths', head(POST, HOST, 'content-length: 1', 'content-length: 2'), 400, 'VALIDATION_ERROR'],
    ['length and chunks', head(POST, HOST, CHUNKED, 'content-length: 2'), 400, 'VALIDATION_ERROR'],
    ['an unreadable chunk', `${head(POST, HOST, CHUNKED)}zz\r\nxx`, 400, 'VALIDATION_ERROR'],
    ['CONNECT', head('CONNECT example.com:443 HTTP/1.1', HOST), 400, 'VALIDATION_ERROR'],
    ['TRACE', head('TRACE /health HTTP/1.1', HOST), 405, 'METHOD_NOT_ALLOWED'],
    ['PROPFIND', head('PROPFIND /health HTTP/1.1', HOST), 405, 'METHOD_NOT_ALLOWED'],
    ['a URL of 20 KB', head(`GET /${'a'.repeat(20_000)} HTTP/1.1`, HOST), 431, 'HEADERS_TOO_LARGE'],
    [
      'headers of 200 KB',
      head('GET / HTTP/1.1', HOST, `x: ${'a'.repeat(200_000)}`),
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      '2,000 headers',
      head('GET / HTTP/1.1', HOST, ...Array(2_000).fill('x-name: 0123456789')),
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['a path that does not decode', head('GET /%ff%zz HTTP/1.1', HOST), 404, 'NOT_FOUND'],
    ['a query that does not decode', head('GET /nowhere?a=%ff&%zz HTTP/1.1', HOST), 404, 'NOT_FOUND'],
    ['a path of two slashes', head('GET //evil.example/health HTTP/1.1', HOST), 404, 'NOT_FOUND'],
    ['dot segments', head('GET /api/v1/../../nowhere HTTP/1.1', HOST), 404, 'NOT_FOUND'],
  ] as const)('%s', async (_what, bytes, status, code) => {
    const answer = await send(bytes)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(code)])
    expectEnvelope(answer, code)
  })

  it('an unreadable chunk of a request with a key', async () => {
    const answer = await send(`${head(POST, HOST, CHUNKED, keyed())}zz\r\nxx`)
    expect(answer.status).toBe(400)
    expectEnvelope(answer, 'VALIDATION_ERROR')
  })

  it('garbage behind a request, after the answer to that request', async () => {
    const bytes = `${head('GET /health HTTP/1.1', HOST)}garbage\r\n\r\n`
    const [first, second] = await exchange(gateway.info.baseUrl, bytes, 2)
    expect([first?.status, second?.status]).toEqual([200, 400])
    expectEnvelope(second as RawResponse, 'VALIDATION_ERROR')
  })
})

it('ignores an expectation that it does not know, and continues a body', async () => {
  expect((await send(head('GET /health HTTP/1.1', HOST, 'expect: foo'))).status).toBe(200)
  const body = head(POST, HOST, 'expect: 100-continue', 'content-length: 2')
  const [first, second] = await exchange(gateway.info.baseUrl, `${body}{}`, 2)
  expect([first?.status, second?.status]).toEqual([100, 401])
})

it('answers OPTIONS * with the methods of the server', async () => {
  const { status, headers, text } = await send(head('OPTIONS * HTTP/1.1', HOST))
  expect([status, text]).toEqual([204, ''])
  expect(headers.get('allow')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS')
  expect(headers.get('x-request-id')).toMatch(/^req_/)
  expect(headers.get('x-ratelimit-limit')).toMatch(/^\d+$/)
})

it.each([
  ['HTTP/1.0 without Host', head('GET /health HTTP/1.0')],
  ['an absolute URL', head('GET http://example.com/health HTTP/1.1', 'host: example.com')],
  ['a Host in IPv6', head('GET /health HTTP/1.1', 'host: [::1]:3000')],
  ['an offer of HTTP/2', head('GET /health HTTP/1.1', HOST, 'connection: upgrade', 'upgrade: h2c')],
  ['a body on GET', `${head('GET /health HTTP/1.1', HOST, 'content-length: 2')}{}`],
])('serves %s', async (_what, bytes) => {
  expect((await send(bytes)).status).toBe(200)
})

describe('a server with short limits', () => {
  const lines: { msg: string; level: number; route?: string; err?: unknown }[] = []
  let origin = ''
  let server: ReturnType<typeof createApiServer>
  beforeAll(async () => {
    const log = createLogger(
      { level: 'info', name: 'test' },
      { write: (line) => lines.push(JSON.parse(line)) },
    )
    const api = createApi({ ...gateway.services, log })
    server = createApiServer((request, bindings) => api.fetch(request, bindings), {
      headersTimeout: 100,
      requestTimeout: 200,
      connectionsCheckingInterval: 20,
    })
    await listenOn(server, '127.0.0.1', 0)
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  it('answers 408 to a client that does not complete its headers', async () => {
    const [answer] = await exchange(origin, 'GET /health HTTP/1.1\r\n')
    expect(answer?.status).toBe(408)
    expectEnvelope(answer as RawResponse, 'REQUEST_TIMEOUT')
  })

  it('answers 408 to a client that does not complete its body', async () => {
    const [answer] = await exchange(origin, `${head(POST, HOST, keyed(), 'content-length: 100')}{`)
    expect(answer?.status).toBe(408)
    expectEnvelope(answer as RawResponse, 'REQUEST_TIMEOUT')
  })

  it.each([
    ['a declared length', `${POST}`, 'content-length: 1000'],
    ['a declared length above 64 KB', `${POST}`, 'content-length: 1000000'],
    ['chunks', `${POST}`, CHUNKED],
    ['an Idempotency-Key', `${POST}\r\nidempotency-key: dropped`, 'content-length: 1000'],
    ['a CSV list', 'POST /api/v1/broadcast/lists?name=x HTTP/1.1\r\ncontent-type: text/csv', CHUNKED],
    ['an update', 'PATCH /api/v1/webhooks/whk_none HTTP/1.1', 'content-length: 1000'],
  ])('logs an upload with %s that the client drops as an event of its own', async (_what, first, length) => {
    lines.length = 0
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write(`${head(first, HOST, keyed(), length)}${length === CHUNKED ? '5\r\n{"nam\r\n' : '{"nam'}`)
    await once(socket, 'connect')
    await expect.poll(async () => await connections(server)).toBeGreaterThan(0)
    socket.resetAndDestroy()
    await eventually(async () => lines.some(({ msg }) => msg === 'request.aborted'))
    expect(lines.filter(({ level }) => level > 30)).toEqual([])
    expect(lines.find(({ msg }) => msg === 'request.aborted')).toMatchObject({
      level: 30,
      method: first.split(' ')[0],
    })
  })
})

async function connections(server: ReturnType<typeof createApiServer>): Promise<number> {
  return await new Promise((resolve) => server.getConnections((_error, count) => resolve(count)))
}
