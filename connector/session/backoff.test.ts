import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it('doubles with each failure, up to a minute', () => {
  expect([1, 2, 3, 8, 9, 50].map((attempt) => backoffMs(attempt, 1))).toEqual([
    500, 1000, 2000, 60_000, 60_000, 60_000,
  ])
})

it('randomizes the upper half of the delay', () => {
  expect(backoffMs(3, 0)).toBe(1000)
  expect(backoffMs(3, 0.5)).toBe(1500)
})
