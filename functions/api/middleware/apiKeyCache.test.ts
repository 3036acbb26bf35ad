import { expect, it } from 'vitest'
import { NO_KEY_LIMITS } from '#shared/contracts/keys.ts'
import { ApiKeyCache } from './apiKeyCache.ts'

const HOLDER = {
  keyId: 'k',
  appId: 'a',
  isSuspended: false,
  isAsleep: false,
  lastUsedAt: null,
  limits: NO_KEY_LIMITS,
  corsOrigins: [],
}

it('shares one look-up between concurrent requests of a key', async () => {
  const cache = new ApiKeyCache()
  let lookUps = 0
  const lookUp = async () => {
    lookUps += 1
    return HOLDER
  }
  const found = await Promise.all(Array.from({ length: 1_000 }, () => cache.load('hash', 0, lookUp)))
  expect([lookUps, found.every((holder) => holder === HOLDER)]).toEqual([1, true])
  expect(cache.get('hash', 1)).toBe(HOLDER)
})

it('looks a key up again after a failure, and after a change of keys', async () => {
  const cache = new ApiKeyCache()
  const fail = async () => {
    throw new Error('no database')
  }
  await expect(cache.load('hash', 0, fail)).rejects.toThrow('no database')
  let answerOld: (holder: typeof HOLDER) => void = () => undefined
  const old = new Promise<typeof HOLDER>((resolve) => {
    answerOld = resolve
  })
  const outdated = cache.load('hash', 0, () => old)
  cache.clear()
  expect(await cache.load('hash', 0, async () => null)).toBeNull()
  answerOld(HOLDER)
  expect(await outdated).toBe(HOLDER)
  expect(cache.get('hash', 1)).toBeUndefined()
})
