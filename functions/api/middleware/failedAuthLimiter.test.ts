import { expect, it } from 'vitest'
import { FailedAuthLimiter } from './failedAuthLimiter.ts'

it('limits the look-ups of a flood of invalid keys, and blocks no address for ever', () => {
  const limiter = new FailedAuthLimiter(5)
  const flood = (nowMs: number) => {
    let lookUps = 0
    for (let n = 0; n < 1_000; n++) {
      if (!limiter.mayLookUp('203.0.113.1', nowMs)) continue
      lookUps += 1
      limiter.recordFailure('203.0.113.1', nowMs)
    }
    return lookUps
  }
  expect(flood(0)).toBe(5 + 20)
  expect(flood(500)).toBe(0)
  expect(flood(1_000)).toBe(20)
  expect(limiter.mayLookUp('203.0.113.2', 1_000)).toBe(true)
  expect(flood(60_000)).toBe(5 + 20)
})
