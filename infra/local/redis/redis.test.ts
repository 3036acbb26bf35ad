import { Redis } from '@upstash/redis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalRedis, startRedis } from './redis.ts'

let server: LocalRedis
let redis: Redis

beforeAll(async () => {
  server = await startRedis()
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = server.environment
  redis = new Redis({ url, token, enableAutoPipelining: false })
})
afterAll(() => server.stop())

it('gives the SDK back what it stored, whatever its form', async () => {
  expect(await redis.set('text', 'Grüße 🚀')).toBe('OK')
  expect(await redis.get('text')).toBe('Grüße 🚀')
  await redis.set('object', { a: [1, 'two'] })
  expect(await redis.get('object')).toEqual({ a: [1, 'two'] })
  await redis.hset('hash', { a: 1, b: 'two' })
  expect(await redis.hgetall('hash')).toEqual({ a: 1, b: 'two' })
  expect(await redis.get('nothing')).toBeNull()
  expect(await redis.incrby('count', 5)).toBe(5)
})

it('answers a pipeline and a transaction in order, and names the command that failed', async () => {
  expect(await redis.pipeline().set('a', 1).incr('a').get('a').exec()).toEqual(['OK', 2, 2])
  expect(await redis.multi().incr('a').incr('a').exec()).toEqual([3, 4])
  await expect(redis.exec(['nonsense'])).rejects.toThrow("ERR unknown command 'nonsense'")
})

it('runs a script by its hash once it has seen its text', async () => {
  const script = redis.createScript<number>('#!lua flags=allow-key-locking\nreturn ARGV[1] + 1')
  expect(await script.exec([], ['41'])).toBe(42)
  expect(await script.evalsha([], ['1'])).toBe(2)
  await expect(redis.evalsha('0'.repeat(40), [], [])).rejects.toThrow(/NOSCRIPT/)
})

it('opens for its token alone', async () => {
  const stranger = new Redis({ url: server.environment.UPSTASH_REDIS_REST_URL, token: 'other' })
  await expect(stranger.get('text')).rejects.toThrow(/Unauthorized/)
})
