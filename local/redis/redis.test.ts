import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Redis } from '@upstash/redis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalRedis, startRedis } from './redis.ts'
import { TOKEN_BUCKET_SHA } from './tokenBucket.ts'

/** The unchanged tokenBucketLimitScript of @upstash/ratelimit 2.2.0. */
const TOKEN_BUCKET = readScript()

let server: LocalRedis
let redis: Redis

beforeAll(async () => {
  server = await startRedis()
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = server.environment
  redis = new Redis({ url, token, enableAutoPipelining: false })
})
afterAll(() => server.stop())

it('returns the values that the SDK stored, as text, object or hash', async () => {
  expect(await redis.set('text', 'Grüße 🚀')).toBe('OK')
  expect(await redis.get('text')).toBe('Grüße 🚀')
  await redis.set('object', { a: [1, 'two'] })
  expect(await redis.get('object')).toEqual({ a: [1, 'two'] })
  await redis.hset('hash', { a: 1, b: 'two' })
  expect(await redis.hgetall('hash')).toEqual({ a: 1, b: 'two' })
  expect(await redis.get('nothing')).toBeNull()
  expect(await redis.incrby('count', 5)).toBe(5)
})

it('answers a pipeline and a transaction in order, and names a failed command', async () => {
  expect(await redis.pipeline().set('a', 1).incr('a').get('a').exec()).toEqual(['OK', 2, 2])
  expect(await redis.multi().incr('a').incr('a').exec()).toEqual([3, 4])
  await expect(redis.exec(['nonsense'])).rejects.toThrow("ERR unknown command 'nonsense'")
})

it('runs a script by its hash after it has received its text', async () => {
  const script = redis.createScript<number>('#!lua flags=allow-key-locking\nreturn ARGV[1] + 1')
  expect(await script.exec([], ['41'])).toBe(42)
  expect(await script.evalsha([], ['1'])).toBe(2)
  await expect(redis.evalsha('0'.repeat(40), [], [])).rejects.toThrow(/NOSCRIPT/)
})

it('counts the token bucket as the Lua script does', async () => {
  // ioredis-mock does not return false for an absent field, as Redis does. The change also gives the script another hash, so it runs as Lua.
  const inLua = TOKEN_BUCKET.replace('bucket[1] == false', 'not tonumber(bucket[1])')
  const now = 1_800_000_030_000
  for (const [stored, capacity, refillRate, increment] of [
    [null, 10, 10, 1],
    [{ refilledAt: now - 59_999, tokens: 3 }, 10, 10, 1],
    [{ refilledAt: now - 59_999, tokens: 0 }, 10, 10, 1],
    [{ refilledAt: now - 60_000, tokens: 0 }, 10, 10, 1],
    [{ refilledAt: now - 150_000, tokens: 4 }, 10, 2, 1],
    [{ refilledAt: now + 2_000, tokens: 4 }, 10, 10, 1],
    [{ refilledAt: now, tokens: 1 }, 10, 10, 2],
    [{ refilledAt: now, tokens: 9 }, 10, 10, -1],
  ] as const) {
    const count = async (run: (keys: string[], args: string[]) => Promise<unknown>) => {
      await redis.del('bucket')
      if (stored) await redis.hset('bucket', stored)
      const args = [capacity, 60_000, refillRate, now, increment].map(String)
      const answer = await run(['bucket'], args)
      return [answer, await redis.hgetall('bucket'), (await redis.pttl('bucket')) > 0]
    }
    expect(await count((keys, args) => redis.evalsha(TOKEN_BUCKET_SHA, keys, args))).toEqual(
      await count((keys, args) => redis.eval(inLua, keys, args)),
    )
  }
})

it('refuses a request with another token', async () => {
  const stranger = new Redis({ url: server.environment.UPSTASH_REDIS_REST_URL, token: 'other' })
  await expect(stranger.get('text')).rejects.toThrow(/Unauthorized/)
})

function readScript(): string {
  const file = createRequire(import.meta.url).resolve('@upstash/ratelimit')
  const scripts = readFileSync(file, 'utf8').matchAll(/`(#!lua[^`]+)`/g)
  const found = [...scripts].map(([, text = '']) => text)
  const wanted = found.find((text) => createHash('sha1').update(text).digest('hex') === TOKEN_BUCKET_SHA)
  if (wanted === undefined)
    throw new Error('@upstash/ratelimit has another script. Update TOKEN_BUCKET_SHA and tokenBucket().')
  return wanted
}
