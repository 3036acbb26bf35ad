import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiEnvironment } from '#functions/config.ts'
import { anyCharacter } from './support/anyCharacter.ts'
import { apiBundle } from './support/apiBundle.ts'
import { useSharedGateway } from './support/gateway.ts'
import { httpEvent, type Lambda, startLambda } from './support/lambda.ts'

const RUNS = 400
const gateway = useSharedGateway()
let api: Lambda

beforeAll(async () => {
  const known = Object.entries(gateway.parts.environment).filter(([key]) => key in apiEnvironment.shape)
  api = await startLambda(await apiBundle(), {
    ...Object.fromEntries(known),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  })
})
afterAll(async () => {
  await api?.stop()
})

const PATHS = [
  '/api/v1/sessions',
  '/api/v1/webhooks',
  '/api/v1/messages/send/text',
  '/health',
  '/admin/v1/accounts',
]
const text = fc.string({ unit: anyCharacter, maxLength: 40 })
const method = fc.oneof(
  fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get', ''),
  text,
)
const rawPath = fc.oneof(
  fc.constantFrom(...PATHS, '', '/', '//', '/%', '/%ff', '/a?b#c', '*', 'no/slash', '/prod', '/prod/health'),
  fc.constantFrom(...PATHS).map((known) => `/prod${known}`),
  fc.tuple(fc.constantFrom(...PATHS), text).map(([known, more]) => `${known}/${more}`),
  text,
)
const query = fc.oneof(fc.constantFrom('', '?', '&&', 'limit=%zz', 'limit=1&limit=2', '#', 'a=b#c'), text)
const headers = fc.dictionary(
  fc.oneof(
    fc.constantFrom('host', 'Host', 'content-type', 'Content-Type', 'content-length', 'content-encoding'),
    fc.constantFrom(
      'transfer-encoding',
      'accept',
      'cookie',
      'x-forwarded-for',
      'idempotency-key',
      '__proto__',
    ),
    text,
  ),
  fc.oneof(
    fc.constantFrom(
      '',
      'application/json',
      'application/json,application/json',
      'gzip',
      '5',
      '-1',
      'ş',
      '\ud800',
    ),
    text,
  ),
  { maxKeys: 6 },
)
const body = fc.oneof(
  fc.constantFrom('', '{}', '{"name":1}', 'e30=', '====', '[', '\ud800', 'ÿ', '{"name":"a"}'),
  text,
)
/** Any value in the place of a part, and the part missing. */
const odd = fc.constantFrom(undefined, null, 0, true, [], {}, [null], { a: [] })
const sometimes = <T>(part: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: part }, { weight: 1, arbitrary: odd })

const event = sometimes(
  fc.record(
    {
      version: sometimes(fc.constant('2.0')),
      routeKey: fc.constantFrom('$default', 'ANY /api/v1/{proxy+}'),
      rawPath: sometimes(rawPath),
      rawQueryString: sometimes(query),
      headers: sometimes(headers),
      cookies: sometimes(fc.array(text, { maxLength: 3 })),
      body: sometimes(body),
      isBase64Encoded: sometimes(fc.boolean()),
      requestContext: sometimes(
        fc.record(
          {
            domainName: sometimes(
              fc.constantFrom('api.example.com', '', 'a b', 'x.lambda-url.eu-central-1.on.aws'),
            ),
            stage: sometimes(fc.constantFrom('$default', 'prod', '', '/')),
            http: sometimes(
              fc.record({ method: sometimes(method), sourceIp: sometimes(fc.ipV4()) }, { requiredKeys: [] }),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  ),
)

it('answers each event with the envelope and a request id, and throws at none', async () => {
  await fc.assert(
    fc.asyncProperty(event, fc.boolean(), async (given, isKeyed) => {
      const sent = isKeyed ? withKey(given) : given
      const answer = await api.invoke(sent ?? null)
      expect(answer.statusCode).toBeGreaterThanOrEqual(200)
      expect(answer.statusCode).toBeLessThan(500)
      expect(answer.headers['x-request-id']).toMatch(/^req_/)
      expect(answer.headers['x-ratelimit-limit']).toMatch(/^\d+$/)
      if (answer.body === '') return
      const { success, error } = JSON.parse(answer.body)
      expect(success).toBe(answer.statusCode < 400)
      if (!success) expect(error.requestId).toBe(answer.headers['x-request-id'])
    }),
    { numRuns: RUNS },
  )
})

/** Adds a valid key to an event that has headers. */
function withKey(given: unknown): unknown {
  const { headers: own } = (given ?? {}) as { headers?: object | null }
  if (!own || Array.isArray(own)) return given
  return { ...(given as object), headers: { ...own, 'x-api-key': gateway.info.apiKey } }
}

describe('an event of API Gateway or of a Function URL', () => {
  const keyed = () => ({ 'x-api-key': gateway.info.apiKey, 'content-type': 'application/json' })
  const post = (name: string) => httpEvent('POST', '/api/v1/sessions', keyed(), JSON.stringify({ name }))

  it.each(['GET', 'HEAD'])('is served as without its body: %s', async (name) => {
    const sent = httpEvent(name, '/api/v1/sessions', { ...keyed(), 'content-encoding': 'gzip' }, '{"x":1}')
    expect((await api.invoke(sent)).statusCode).toBe(200)
    expect((await api.invoke({ ...sent, isBase64Encoded: true })).statusCode).toBe(200)
  })

  it('has its body in base64', async () => {
    const bytes = Buffer.from('{"name":"base64 ş"}').toString('base64')
    const sent = { ...post(''), body: bytes, isBase64Encoded: true }
    const answer = await api.invoke(sent)
    expect([answer.statusCode, answer.body]).toEqual([201, expect.stringContaining('base64 ş')])
  })

  it('has the wrong isBase64Encoded, and is 400', async () => {
    const marked = await api.invoke({ ...post('wrong'), isBase64Encoded: true })
    expect([marked.statusCode, JSON.parse(marked.body).error.code]).toEqual([400, 'VALIDATION_ERROR'])
    const unmarked = await api.invoke({ ...post(''), body: Buffer.from('{"name":"w"}').toString('base64') })
    expect(unmarked.statusCode).toBe(400)
  })

  it.each(['valueOf', 'constructor', '__proto__', 'hasOwnProperty', 'get'])(
    'has a method that is no name of HTTP, and is 400: %s',
    async (name) => {
      for (const path of ['/api/v1/sessions', '/api/v1/sessions/x/qr', '/nothing']) {
        const answer = await api.invoke(httpEvent(name, path, keyed()))
        expect([answer.statusCode, JSON.parse(answer.body).error.code]).toEqual([400, 'VALIDATION_ERROR'])
      }
    },
  )

  it('has the prefix of its stage', async () => {
    const sent = httpEvent('GET', '/prod/api/v1/sessions', keyed()) as { requestContext: object }
    const staged = { ...sent, requestContext: { ...sent.requestContext, stage: 'prod' } }
    expect((await api.invoke(staged)).statusCode).toBe(200)
    expect((await api.invoke(sent)).statusCode).toBe(404)
  })

  it('has cookies, no headers, and a query that does not decode', async () => {
    const sent = httpEvent('GET', '/health?a=%ff&%zz')
    expect((await api.invoke({ ...sent, cookies: ['a=1', 'b=ş'], headers: undefined })).statusCode).toBe(200)
  })

  it('has a trailing slash, and OPTIONS', async () => {
    expect((await api.invoke(httpEvent('GET', '/api/v1/sessions/', keyed()))).statusCode).toBe(200)
    const options = await api.invoke(httpEvent('OPTIONS', '/api/v1/sessions'))
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
  })

  it('gets a picture in base64', async () => {
    const { id } = (await gateway.api('POST', '/sessions', { name: 'lambda picture' })).body.data
    await expect.poll(async () => (await gateway.api('GET', `/sessions/${id}/qr`)).body.data.qr).toBeTruthy()
    const answer = await api.invoke(
      httpEvent('GET', `/api/v1/sessions/${id}/qr`, { ...keyed(), accept: 'image/png' }),
    )
    expect([answer.isBase64Encoded, answer.headers['content-type']]).toEqual([true, 'image/png'])
    expect(Buffer.from(answer.body, 'base64').subarray(1, 4).toString()).toBe('PNG')
  })
})
