import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { createEdgeCheck } from '#functions/http/edge/edgeCheck.ts'
import { EdgeValues } from '#functions/http/edge/edgeValues.ts'
import { lambdaHandler } from '#functions/http/index.ts'
import { type LocalRedis, startRedis } from '#local/redis/redis.ts'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { createDatabase, type DatabaseAddress } from './support/database.ts'
import { ADMIN_TOKEN, type FunctionServices, functionServices } from './support/functions.ts'
import { httpEvent } from './support/lambda.ts'

const LIMIT = 5
let redis: LocalRedis
let address: DatabaseAddress
const opened: { close(): Promise<void> }[] = []

beforeAll(async () => {
  address = await createDatabase()
  redis = await startRedis()
})
afterAll(async () => {
  for (const { close } of opened.splice(0)) await close()
  await redis.stop()
})

/** Creates an API as in Lambda, with a low limit. */
async function openApi(environment: Record<string, string> = {}) {
  const services = await functionServices(address, {
    ...redis.environment,
    VESPER_RATE_LIMIT: String(LIMIT),
    ...environment,
  })
  opened.push(services)
  const api = createApi(services)
  return {
    services,
    /** Calls the API from an address, which API Gateway passes. */
    call: (path: string, headers: Record<string, string> = {}, from = '203.0.113.1', method = 'GET') =>
      api.request(path, { method, headers }, { requestContext: { http: { sourceIp: from } } }),
  }
}

async function createKey(services: FunctionServices): Promise<string> {
  const input = { name: 'A', plan: 'starter', appName: 'B' } as const
  const { appId } = await createAccount({ ctx: services, input })
  return (await createApiKey({ ctx: services, input: { appId, name: 'k' } })).key
}

it('answers 429 beyond the limit, with the time of the next attempt', async () => {
  const { call, services } = await openApi()
  const key = await createKey(services)
  const answers = []
  for (let n = 0; n < LIMIT + 1; n++) answers.push(await call('/api/v1/sessions', { 'x-api-key': key }))
  expect(answers.map(({ status }) => status)).toEqual([...Array(LIMIT).fill(200), 429])
  expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
    '4',
    '3',
    '2',
    '1',
    '0',
    '0',
  ])
  const refused = answers.at(-1)
  expect(await refused?.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } })
  const now = Date.now() / 1000
  const retryAfter = Number(refused?.headers.get('retry-after'))
  expect(retryAfter).toBeGreaterThan(0)
  expect(retryAfter).toBeLessThanOrEqual(60)
  const reset = Number(refused?.headers.get('x-ratelimit-reset'))
  expect([reset > now - 1, reset <= now + 61]).toEqual([true, true])
  const other = await call('/api/v1/sessions', { 'x-api-key': await createKey(services) })
  expect([other.status, other.headers.get('x-ratelimit-limit')]).toEqual([200, '5'])
})

it('sends the limit with every response', async () => {
  const { call, services } = await openApi({ VESPER_RATE_LIMIT: '1000' })
  const key = { 'x-api-key': await createKey(services) }
  const admin = { authorization: `Bearer ${ADMIN_TOKEN}` }
  for (const [status, path, headers, method] of [
    [200, '/health', {}, 'GET'],
    [200, '/openapi.json', {}, 'GET'],
    [200, '/api/v1/docs', {}, 'GET'],
    [401, '/api/v1/docs/nothing.js', {}, 'GET'],
    [404, '/nowhere', {}, 'GET'],
    [401, '/api/v1/sessions', {}, 'GET'],
    [401, '/api/v1/sessions', { 'x-api-key': 'nonsense' }, 'GET'],
    [200, '/api/v1/sessions', key, 'GET'],
    [400, '/api/v1/sessions', key, 'POST'],
    [400, '/api/v1/sessions', { ...key, 'idempotency-key': 'ü' }, 'POST'],
    [404, '/api/v1/sessions/x', key, 'GET'],
    [404, '/api/v1/nowhere', key, 'GET'],
    [200, '/admin/v1/accounts', admin, 'GET'],
    [401, '/admin/v1/accounts', {}, 'GET'],
    [404, '/admin/v1/accounts/x', admin, 'GET'],
  ] as const) {
    const answer = await call(path, headers, '198.51.100.7', method)
    const names = ['limit', 'remaining', 'reset'].map((name) => answer.headers.get(`x-ratelimit-${name}`))
    expect([path, answer.status, ...names]).toEqual([
      path,
      status,
      '1000',
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d{10}$/),
    ])
  }
})

it('limits callers without a key by address, and attempts of admin tokens', async () => {
  const { call, services } = await openApi()
  const statuses = async (path: string, from: string, headers = {}) => {
    const answers = []
    for (let n = 0; n < LIMIT + 1; n++) answers.push((await call(path, headers, from)).status)
    return answers
  }
  const six = (status: number) => [...Array(LIMIT).fill(status), 429]
  expect(await statuses('/api/v1/sessions', '192.0.2.1')).toEqual(six(401))
  expect((await call('/health', {}, '192.0.2.1')).status).toBe(429)
  expect((await call('/health', {}, '192.0.2.2')).status).toBe(200)
  // Callers without a key at the same address do not affect a caller with a key.
  const key = await createKey(services)
  expect((await call('/api/v1/sessions', { 'x-api-key': key }, '192.0.2.1')).status).toBe(200)
  expect(await statuses('/admin/v1/accounts', '192.0.2.3', { authorization: 'Bearer guess' })).toEqual(
    six(401),
  )
  const right = { authorization: `Bearer ${ADMIN_TOKEN}` }
  expect((await call('/admin/v1/accounts', right, '192.0.2.3')).status).toBe(429)
  expect((await call('/admin/v1/accounts', right, '192.0.2.4')).status).toBe(200)
})

it('trusts x-forwarded-for only for the configured number of proxies', async () => {
  const direct = await openApi()
  const behindOne = await openApi({ VESPER_TRUSTED_PROXIES: '1' })
  const last = async (api: typeof direct, forwarded: (n: number) => string, from: string) => {
    let status = 0
    for (let n = 0; n < LIMIT + 1; n++) {
      status = (await api.call('/health', { 'x-forwarded-for': forwarded(n) }, from)).status
    }
    return status
  }
  expect(await last(direct, (n) => `10.1.0.${n}`, '192.0.2.11')).toBe(429)
  expect(await last(behindOne, (n) => `10.2.0.${n}, 198.51.100.9`, '192.0.2.12')).toBe(429)
  expect(await last(behindOne, (n) => `spoofed, 10.3.0.${n}`, '192.0.2.13')).toBe(200)
})

it('counts the viewers behind an edge one by one, and a forger by the address of its connection', async () => {
  const { services } = await openApi()
  const [value, log, now] = ['v'.repeat(64), services.log, services.now]
  const values = new EdgeValues(
    async () => [value],
    () => now().getTime(),
  )
  const handler = lambdaHandler(createApi(services), createEdgeCheck({ values, closed: 'none', log, now }))
  const statuses = async (headers: (n: number) => Record<string, string>) => {
    const answers = []
    for (let n = 0; n < LIMIT + 1; n++)
      answers.push((await handler(httpEvent('GET', '/health', headers(n)))).statusCode)
    return answers
  }
  const from = (viewer: string) => ({ 'cloudfront-viewer-address': viewer })
  const limited = [...Array(LIMIT).fill(200), 429]
  expect(await statuses(() => ({ [EDGE_HEADER]: value, ...from('192.0.2.31:1') }))).toEqual(limited)
  expect(await statuses((n) => ({ [EDGE_HEADER]: value, ...from(`192.0.2.${32 + n}:1`) }))).not.toContain(429)
  expect(await statuses((n) => from(`192.0.2.${62 + n}:1`))).toEqual(limited)
})

it('serves and limits requests while Redis is down', async () => {
  const { call, services } = await openApi({ UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:9' })
  const key = await createKey(services)
  const answers = []
  for (let n = 0; n < LIMIT + 1; n++) {
    answers.push((await call('/api/v1/sessions', { 'x-api-key': key })).status)
  }
  expect(answers).toEqual([...Array(LIMIT).fill(200), 429])
})

it('does not start with an incomplete configuration of Redis', async () => {
  const { UPSTASH_REDIS_REST_URL } = redis.environment
  await expect(functionServices(address, { UPSTASH_REDIS_REST_URL })).rejects.toThrow(
    'UPSTASH_REDIS_REST_TOKEN',
  )
})
