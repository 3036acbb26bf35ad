import type { Redis } from 'ioredis'

/** SHA-1 of `tokenBucketLimitScript` of @upstash/ratelimit 2.2.0. */
export const TOKEN_BUCKET_SHA = 'd60be5bd3d83482ae229309f1f7425424f891204'

/**
 * Counts a request of the API in a token bucket, in TypeScript instead of Lua. ioredis-mock creates a Lua
 * machine for each run, which takes longer than the request. For an absent field, the mock's Lua gets
 * another value than `false`. The function is not atomic by itself.
 * @param args the key; capacity, interval in ms, tokens per interval, now in ms, increment
 * @returns the remaining requests, or -1; the time of the next refill in ms; the capacity
 */
export async function tokenBucket(redis: Redis, args: readonly string[]): Promise<[number, number, number]> {
  const [key = '', ...numbers] = args
  const [capacity = 0, interval = 1, refillRate = 0, now = 0, incrementBy = 1] = numbers.map(Number)
  const stored = await redis.hmget(key, 'refilledAt', 'tokens')
  let [refilledAt, tokens] = stored[0] == null ? [now, capacity] : [Number(stored[0]), Number(stored[1])]
  if (now >= refilledAt + interval) {
    const refills = Math.floor((now - refilledAt) / interval)
    tokens = Math.min(capacity, tokens + refills * refillRate)
    refilledAt += refills * interval
  }
  if (incrementBy > 0 && tokens < incrementBy) return [-1, refilledAt + interval, capacity]
  const remaining = tokens - incrementBy
  const expireIn = Math.ceil((capacity - remaining) / refillRate) * interval
  await redis.hset(key, 'refilledAt', refilledAt, 'tokens', remaining)
  if (expireIn > 0) await redis.pexpire(key, expireIn)
  return [remaining, refilledAt + interval, capacity]
}
