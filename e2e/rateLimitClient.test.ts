import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { createRateLimiter } from '#functions/api/rateLimit/index.ts'
import { upstashLimit } from '#functions/api/rateLimit/upstash.ts'
import { type LocalRedis, startRedis } from '#local/redis/redis.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { createApiKey } from '#shared/domain/apiKeys/index.ts'
import { createDatabase } from './support/database.ts'
import { ADMIN_TOKEN, type FunctionServices, functionServices } from './support/functions.ts'

const LIMIT = 30
const MINUTES = 10
/** Time-out of a Redis that is available, on a busy machine. */
const REDIS_TIMEOUT_MS = 60_000
let redis: LocalRedis
let services: FunctionServices
let appId: string
let addresses = 0

beforeAll(async () => {
  redis = await startRedis()
  services = await functionServices(await createDatabase())
  const account = { name: 'A', plan: 'starter', appName: 'B' } as const
  appId = (await createAccount({ ctx: services, input: account })).appId
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(async () => {
  await services.close()
  await redis.stop()
})

/** Creates an API whose count is in Redis or in the process. Both use the simulated clock. */
function openApi(count: 'Redis' | 'the process') {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = redis.environment
  const shared =
    count === 'Redis' ? upstashLimit({ url, token, limit: LIMIT, timeoutMs: REDIS_TIMEOUT_MS }) : undefined
  const { log, now } = services
  return createApi({ ...services, rateLimit: createRateLimiter({ limit: LIMIT, shared, log, now }) })
}

type Api = ReturnType<typeof openApi>

/** Sends requests at full speed for ten simulated minutes. After a 429, the client waits as a header tells it. */
async function runClient(
  api: Api,
  options: {
    path: string
    headers?: Record<string, string>
    obeys: 'Retry-After' | 'X-RateLimit-Reset'
    /** Duration of a request. */
    latencyMs: number
  },
) {
  const from = `203.0.113.${++addresses}`
  const startMs = Date.now()
  const refusedAt: number[] = []
  let passed = 0
  while (Date.now() < startMs + MINUTES * 60_000) {
    const answer = await api.request(
      options.path,
      { headers: options.headers ?? {} },
      { requestContext: { http: { sourceIp: from } } },
    )
    const nowMs = Date.now()
    const retryAfter = Number(answer.headers.get('retry-after'))
    const reset = Number(answer.headers.get('x-ratelimit-reset'))
    if (answer.status !== 429) {
      passed += 1
      expect(answer.headers.has('retry-after')).toBe(false)
      vi.setSystemTime(nowMs + options.latencyMs)
      continue
    }
    refusedAt.push(nowMs - startMs)
    expect(retryAfter).toBeGreaterThanOrEqual(1)
    expect(retryAfter).toBeLessThanOrEqual(60)
    // A minute that starts within a second ends within a second. Only then the wait of 60 s ends before the rounded reset time.
    const agrees = reset - Math.floor(nowMs / 1000)
    expect([agrees, Math.min(agrees, 60)]).toEqual([expect.toBeOneOf([retryAfter, 61]), retryAfter])
    const until = options.obeys === 'Retry-After' ? nowMs + retryAfter * 1000 : reset * 1000
    vi.setSystemTime(Math.max(until, nowMs + 1))
  }
  const gaps = refusedAt.slice(1).map((atMs, n) => atMs - (refusedAt[n] ?? 0))
  return { passed, refusals: refusedAt.length, shortestGapMs: Math.min(...gaps) }
}

const createKey = async () => (await createApiKey({ ctx: services, input: { appId, name: 'k' } })).key

const CALLERS = [
  { caller: 'a key', path: '/api/v1/nowhere', headersOf: async () => ({ 'x-api-key': await createKey() }) },
  { caller: 'an address', path: '/health', headersOf: () => ({}) },
  {
    caller: 'an address with a wrong key',
    path: '/api/v1/sessions',
    headersOf: () => ({ 'x-api-key': 'vsp_wrong' }),
  },
  {
    caller: 'the management API',
    path: '/admin/v1/nowhere',
    headersOf: () => ({ authorization: `Bearer ${ADMIN_TOKEN}` }),
  },
] as const
/** One client uses its limit within a second, and one needs most of the minute. */
const SPEEDS = [
  { obeys: 'Retry-After', latencyMs: 5, offsetMs: 400 },
  { obeys: 'Retry-After', latencyMs: 1_100, offsetMs: 0 },
  { obeys: 'X-RateLimit-Reset', latencyMs: 5, offsetMs: 999 },
] as const
const CASES = (['Redis', 'the process'] as const).flatMap((count) =>
  CALLERS.flatMap((caller) => SPEEDS.map((speed) => ({ count, ...caller, ...speed }))),
)

it.each(CASES)(
  'gives $caller that obeys $obeys its limit, with one refusal a minute ($count, $latencyMs ms a request, +$offsetMs ms)',
  async ({ count, path, headersOf, obeys, latencyMs, offsetMs }) => {
    const headers = await headersOf()
    vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(Date.now() / 1000) * 1000 + offsetMs })
    const outcome = await runClient(openApi(count), { path, headers, obeys, latencyMs })
    expect(outcome.passed).toBeGreaterThanOrEqual(LIMIT * MINUTES * 0.9)
    expect(outcome.refusals).toBeLessThanOrEqual(MINUTES)
    // The rounding to whole seconds moves a wait by less than one second.
    expect(outcome.shortestGapMs).toBeGreaterThan(59_000)
  },
)

it('frees nothing before the reset time, and everything at it', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(Date.now() / 1000) * 1000 + 250 })
  const api = openApi('Redis')
  const call = async () =>
    await api.request('/health', {}, { requestContext: { http: { sourceIp: '198.51.100.1' } } })
  const use = async () => {
    const statuses = []
    for (let n = 0; n <= LIMIT; n++) statuses.push((await call()).status)
    return statuses.filter((status) => status === 200).length
  }
  const reset = Number((await call()).headers.get('x-ratelimit-reset')) * 1000
  expect(await use()).toBe(LIMIT - 1)
  vi.setSystemTime(reset - 6_000)
  expect((await call()).status).toBe(429)
  vi.setSystemTime(reset)
  expect(await use()).toBe(LIMIT)
})
