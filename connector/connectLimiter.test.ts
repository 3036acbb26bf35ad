import { expect, it } from 'vitest'
import { ConnectLimiter } from './connectLimiter.ts'

const never = new AbortController().signal
/** Resolves after pending promises have settled, before any timer fires. */
const noTimePasses = () => new Promise(setImmediate)

it('lets a burst pass immediately, and the rest one after the other, in the order of the calls', async () => {
  const limiter = new ConnectLimiter(25)
  const acquired: number[] = []
  const startedAt = performance.now()
  const all = Promise.all(
    Array.from({ length: 70 }, async (_, index) => {
      const release = await limiter.acquire(never)
      acquired.push(index)
      release()
    }),
  )
  await noTimePasses()
  expect(acquired.length).toBeGreaterThanOrEqual(50)
  await all
  expect(acquired).toEqual(acquired.toSorted((a, b) => a - b))
  // 20 more than the burst, at 25 a second.
  expect(performance.now() - startedAt).toBeGreaterThan(700)
})

it('resolves the calls of a lost partition without spending tokens', async () => {
  const limiter = new ConnectLimiter(1)
  await limiter.acquire(never)
  const gone = AbortSignal.abort()
  let left = 0
  for (let n = 0; n < 50; n++) void limiter.acquire(gone).then(() => left++)
  await noTimePasses()
  expect(left).toBe(50)
})

it('limits the open slots, and fills a slot when one is released', async () => {
  const limiter = new ConnectLimiter(3)
  const acquired = Array.from({ length: 5 }, () => limiter.acquire(never))
  const opened: number[] = []
  acquired.forEach((slot, index) => void slot.then(() => opened.push(index)))
  const releases = await Promise.all(acquired.slice(0, 3))
  // Long enough for two more tokens.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(opened).toEqual([0, 1, 2])
  const release = releases[0]
  release?.()
  release?.()
  await acquired[3]
  await noTimePasses()
  expect(opened).toEqual([0, 1, 2, 3])
  releases[1]?.()
  await acquired[4]
})
