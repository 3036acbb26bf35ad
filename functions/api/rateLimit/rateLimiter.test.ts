import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LocalRedis, startRedis } from '#local/redis/redis.ts'
import { createLogger } from '#shared/logger.ts'
import { slowness } from '#shared/testing.ts'
import { createRateLimiter, type RateLimitResult } from './index.ts'
import { upstashLimit } from './upstash.ts'

const LIMIT = 10
/** Time-out of a Redis that is available, on a busy machine. */
const PATIENCE = { timeoutMs: 60_000 }
let redis: LocalRedis
let logged: { msg: string; requests: number }[]
const closers: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  redis = await startRedis()
  closers.push(redis.stop)
  logged = []
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function limiterOf(
  url: string | undefined,
  { now = () => new Date(), timeoutMs }: { now?: () => Date; timeoutMs?: number } = {},
) {
  const token = redis.environment.UPSTASH_REDIS_REST_TOKEN
  const log = createLogger(
    { level: 'info', name: 'test' },
    { write: (line) => logged.push(JSON.parse(line)) },
  )
  const shared =
    url === undefined
      ? undefined
      : upstashLimit({ url, token, limit: LIMIT, ...(timeoutMs && { timeoutMs }) })
  return createRateLimiter({ limit: LIMIT, shared, log, now })
}

const allowed = (verdicts: RateLimitResult[]) => verdicts.filter(({ isAllowed }) => isAllowed).length

/** Starts a server that takes requests and never answers. */
async function silentServer(): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server: Server = createServer(() => {
    asked += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked }
}

it('counts over all processes, and each caller separately', async () => {
  const { UPSTASH_REDIS_REST_URL: url } = redis.environment
  const processes = [limiterOf(url, PATIENCE), limiterOf(url, PATIENCE), limiterOf(url, PATIENCE)]
  const verdicts = await Promise.all(
    Array.from({ length: 30 }, async (_, n) => await processes[n % 3]?.consume('key:a')),
  )
  expect(allowed(verdicts.flatMap((verdict) => verdict ?? []))).toBe(LIMIT)
  expect(await processes[0]?.consume('key:b')).toMatchObject({ isAllowed: true, limit: LIMIT, remaining: 9 })
  expect(logged).toEqual([])
})

it('limits within the process while Redis is down, and logs that once', async () => {
  const clock = { ms: 1_800_000_000_000 }
  const limiter = limiterOf(redis.environment.UPSTASH_REDIS_REST_URL, { now: () => new Date(clock.ms) })
  await redis.stop()
  const verdicts = []
  for (let n = 0; n < 15; n++) verdicts.push(await limiter.consume('key:a'))
  expect(allowed(verdicts)).toBe(LIMIT)
  expect(logged).toMatchObject([{ msg: 'rate_limit.degraded', requests: 1 }])
  clock.ms += 5_000
  await limiter.consume('key:a')
  expect(logged).toMatchObject([{ requests: 1 }, { msg: 'rate_limit.degraded', requests: 15 }])
})

it('waits once for a Redis that does not answer, and not again for each request', async () => {
  const silent = await silentServer()
  const limiter = limiterOf(silent.url)
  const start = performance.now()
  for (let n = 0; n < 10; n++) expect((await limiter.consume('key:a')).isAllowed).toBe(true)
  expect(performance.now() - start).toBeLessThan(1_500 * slowness())
  expect(silent.asked()).toBe(1)
})

it('returns to the shared count when Redis answers again', async () => {
  const clock = { ms: Date.now() }
  const silent = await silentServer()
  let url = silent.url
  const token = redis.environment.UPSTASH_REDIS_REST_TOKEN
  const log = createLogger(
    { level: 'info', name: 'test' },
    { write: (line) => logged.push(JSON.parse(line)) },
  )
  const shared = (caller: string) =>
    upstashLimit({ url, token, limit: LIMIT, ...(url !== silent.url && PATIENCE) })(caller)
  const limiter = createRateLimiter({ limit: LIMIT, shared, log, now: () => new Date(clock.ms) })
  await limiter.consume('key:a')
  url = redis.environment.UPSTASH_REDIS_REST_URL
  clock.ms += 5_000
  expect((await limiter.consume('key:a')).remaining).toBe(LIMIT - 1)
  expect((await limiter.consume('key:a')).remaining).toBe(LIMIT - 2)
  expect(logged.map(({ msg }) => msg)).toEqual(['rate_limit.degraded', 'rate_limit.recovered'])
})

it('frees the whole limit at the reset time, and no place before', async () => {
  const start = 1_800_000_000_400
  const clock = { ms: start }
  const limiter = limiterOf(undefined, { now: () => new Date(clock.ms) })
  const take = async (atMs: number, times: number) => {
    clock.ms = start + atMs
    const verdicts = []
    for (let n = 0; n < times; n++) verdicts.push(await limiter.consume('key:a'))
    const resetIn = new Set(verdicts.map(({ resetAt }) => resetAt.getTime() - start))
    return [allowed(verdicts), ...resetIn]
  }
  expect(await take(0, 4)).toEqual([4, 60_000])
  expect(await take(59_999, 20)).toEqual([6, 60_000])
  expect(await take(60_000, 20)).toEqual([10, 120_000])
  expect(await take(119_999, 20)).toEqual([0, 120_000])
  // The first request after a minute without one starts a new minute.
  expect(await take(130_000, 20)).toEqual([10, 190_000])
})

/** Starts a Redis in another thread, which answers each script with 5 remaining tokens. */
async function otherThread(): Promise<string> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads')
    const server = require('node:http').createServer((request, response) => {
      const result = { result: [5, Date.now()] }
      request.resume().once('end', () => response.end(JSON.stringify(request.url === '/pipeline' ? [result] : result)))
    })
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`,
    { eval: true },
  )
  closers.push(() => worker.terminate())
  return await new Promise((resolve) => worker.once('message', (port) => resolve(`http://127.0.0.1:${port}`)))
}

it('counts with Redis when the process itself is busy for longer than the time limit', async () => {
  const limiter = limiterOf(await otherThread(), { timeoutMs: 1_000 })
  // The first call opens the connection.
  await limiter.consume('key:a')
  const counted = limiter.consume('key:a')
  // The request leaves, and then the process is busy.
  await new Promise((resolve) => setTimeout(resolve, 0))
  const busyUntil = performance.now() + 1_200
  while (performance.now() < busyUntil);
  expect(await counted).toMatchObject({ isAllowed: true, remaining: 5 })
  expect(logged).toEqual([])
})
