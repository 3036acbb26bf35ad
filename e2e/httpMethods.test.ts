import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { allRoutes } from '#functions/api/routes/index.ts'
import { type Call, caller } from './support/client.ts'
import { useSharedGateway } from './support/gateway.ts'

const gateway = useSharedGateway()
const open: Call = (...given) => caller(gateway.info.baseUrl)(...given)
const admin: Call = (method, path, body, headers) =>
  caller(gateway.info.baseUrl, { authorization: `Bearer ${gateway.info.adminToken}` })(
    method,
    path,
    body,
    headers,
  )

describe('a method that the path does not have', () => {
  it.each([
    ['GET', '/api/v1/messages/send/text', 'POST, OPTIONS'],
    ['DELETE', '/api/v1/messages/send/image', 'POST, OPTIONS'],
    ['GET', '/api/v1/groups/create', 'POST, OPTIONS'],
    ['PATCH', '/api/v1/groups/join', 'POST, OPTIONS'],
    ['DELETE', '/api/v1/chatbot/flows/f1/steps/batch', 'PUT, PATCH, OPTIONS'],
    ['POST', '/api/v1/groups/120363000000000001@g.us', 'GET, HEAD, PUT, PATCH, OPTIONS'],
    ['PUT', '/api/v1/sessions', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/api/v1/webhooks/w1', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['HEAD', '/api/v1/messages/send/text', 'POST, OPTIONS'],
    ['POST', '/health', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/openapi.json', 'GET, HEAD, OPTIONS'],
    ['PUT', '/docs/start.js', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/admin/v1/accounts', 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/admin/v1/openapi.json', 'GET, HEAD, OPTIONS'],
    ['GET', '/jobs/deliver-webhook', 'POST, OPTIONS'],
  ])('is 405 with Allow, without a key: %s %s', async (method, path, allow) => {
    const { status, headers, body } = await open(method, path)
    expect([status, headers.get('allow')]).toEqual([405, allow])
    if (method === 'HEAD') return
    expect(body.error).toMatchObject({ code: 'METHOD_NOT_ALLOWED', requestId: headers.get('x-request-id') })
    expect(body.error.message).toContain(allow)
  })

  it('is 405 on each path of the API, and OPTIONS names exactly its methods', async () => {
    const methods = new Map<string, string[]>()
    for (const { method, path } of (await allRoutes()).flatMap((route) => route.describe())) {
      const shape = path.replace(/\{\w+\}/g, 'x1')
      const names = method === 'update' ? ['PUT', 'PATCH'] : [method.toUpperCase()]
      methods.set(shape, [...(methods.get(shape) ?? []), ...names])
    }
    expect(methods.size).toBeGreaterThan(60)
    for (const [path, own] of methods) {
      const { status, headers } = await open('OPTIONS', `/api/v1${path}`)
      const allowed = headers.get('allow')?.split(', ') ?? []
      expect([path, status, allowed.filter((name) => !['HEAD', 'OPTIONS'].includes(name)).sort()]).toEqual([
        path,
        204,
        own.sort(),
      ])
      const other = ['GET', 'POST', 'PUT', 'DELETE'].find((name) => !own.includes(name)) ?? 'TRACE'
      expect([path, (await open(other, `/api/v1${path}`)).status]).toEqual([path, 405])
    }
  })
})

it.each([
  '/nowhere',
  '/api/v1/nowhere',
  '/api/v1/groups/a/b/c/d',
  '/api/v1/messages/send/nothing',
  '/admin/v1/x',
])('answers 404 to OPTIONS %s', async (path) => {
  const { status, body, headers } = await open('OPTIONS', path)
  expect([status, body.error.code, headers.get('allow')]).toEqual([404, 'NOT_FOUND', null])
})

it.each(['/messages/send', '/messages/send/nothing', '/groups/create/x', '/chatbot/flows/f1/steps/batch/x'])(
  'names no session, group or flow in the 404 of %s',
  async (path) => {
    const { status, body } = await gateway.api('GET', path)
    expect([status, body.error.message]).toEqual([404, `Route GET /api/v1${path} does not exist.`])
  },
)

describe('a path with a trailing slash', () => {
  it.each([
    ['GET', '/health/'],
    ['GET', '/api/v1/health/ready/'],
    ['GET', '/docs/'],
    ['GET', '/docs/start.js/'],
    ['GET', '/openapi.json/'],
    ['OPTIONS', '/api/v1/sessions/'],
  ])('is the same resource: %s %s', async (method, path) => {
    expect((await open(method, path)).status).toBe(method === 'GET' ? 200 : 204)
  })

  it.each(['/sessions/', '/sessions/?limit=1', '/webhooks/', '/broadcast/lists/', '/chatbot/flows/'])(
    'is the same resource with a key: %s',
    async (path) => {
      expect((await gateway.api('GET', path)).status).toBe(200)
    },
  )

  it('is the same resource of the management API, and two slashes are not', async () => {
    expect((await admin('GET', '/admin/v1/accounts/')).status).toBe(200)
    expect((await admin('GET', '/admin/v1/accounts//')).status).toBe(404)
    expect((await gateway.api('GET', '/sessions//')).status).toBe(404)
  })

  it('has the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'one slash' }
    const first = await gateway.api('POST', '/sessions', { name: 'slash' }, headers)
    const second = await gateway.api('POST', '/sessions/', { name: 'slash' }, headers)
    expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([
      201,
      201,
      'true',
    ])
    expect(second.body).toEqual(first.body)
  })
})

it('challenges a caller without a valid key', async () => {
  for (const path of ['/api/v1/sessions', '/api/v1/webhooks', '/admin/v1/accounts']) {
    const { status, headers } = await open('GET', path)
    expect([path, status, headers.get('www-authenticate')]).toEqual([
      path,
      401,
      'Bearer realm="Vesper Gateway"',
    ])
  }
})

describe('an encoded body', () => {
  const post = async (headers: Record<string, string>, body: string | Buffer = '{"name":"x"}') => {
    const response = await fetch(`${gateway.info.baseUrl}/api/v1/webhooks`, {
      method: 'POST',
      headers: { 'x-api-key': gateway.info.apiKey, 'content-type': 'application/json', ...headers },
      body,
    })
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) }
  }

  it.each(['gzip', 'br', 'deflate', 'GZIP', 'identity, gzip', 'nonsense'])('is 415 as %s', async (coding) => {
    const { status, headers, body } = await post({ 'content-encoding': coding }, gzipSync('{"name":"x"}'))
    expect([status, body.error.code, headers.get('accept-encoding')]).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'identity',
    ])
  })

  it.each(['iso-8859-1', 'utf-16', 'windows-1254', 'nonsense', '"latin1"'])(
    'is 415 in %s',
    async (charset) => {
      const { status, body } = await post({ 'content-type': `application/json; charset=${charset}` })
      expect([status, body.error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    },
  )

  it.each(['utf-8', 'UTF-8', 'utf8', '"utf-8"', '"UTF8"'])('is read in %s', async (charset) => {
    expect((await post({ 'content-type': `application/json;charset=${charset}` })).status).toBe(400)
  })

  it('is read without a coding, and keeps no answer under an Idempotency-Key', async () => {
    expect((await post({ 'content-encoding': 'identity' })).status).toBe(400)
    const key = { 'idempotency-key': 'compressed' }
    expect((await post({ ...key, 'content-encoding': 'gzip' })).status).toBe(415)
    const again = await post(key)
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([400, null])
  })

  it('is 415 on the management API, and a GET ignores the headers of a body', async () => {
    const coding = { 'content-encoding': 'gzip' }
    expect((await admin('POST', '/admin/v1/accounts', { name: 'x' }, coding)).status).toBe(415)
    expect((await gateway.api('GET', '/sessions', undefined, coding)).status).toBe(200)
  })
})
