import { expect, it } from 'vitest'
import { readRetryAfter, retryDelaySeconds } from './schedule.ts'

const now = new Date('2026-06-24T10:30:00Z')

it('retries five times, after 1, 2, 4, 8 and 16 seconds', () => {
  expect([1, 2, 3, 4, 5, 6].map((attempt) => retryDelaySeconds(attempt, null))).toEqual([
    1,
    2,
    4,
    8,
    16,
    null,
  ])
})

it.each([
  ['less than the schedule', 3, 1, 4],
  ['more than the schedule', 1, 30, 30],
  ['more than a minute', 1, 3_600, 60],
  ['anything after the last attempt', 6, 10, null],
])('bounds a Retry-After of %s by the schedule and by one minute', (_, attempt, asked, delay) => {
  expect(retryDelaySeconds(attempt, asked)).toBe(delay)
})

it.each([
  ['120', 120],
  [' 7 ', 7],
  ['Wed, 24 Jun 2026 10:30:45 GMT', 45],
  ['Wed, 24 Jun 2026 10:00:00 GMT', 0],
  ['soon', null],
  [undefined, null],
])('reads Retry-After %j as %j seconds', (header, seconds) => {
  expect(readRetryAfter(header, now)).toBe(seconds)
})
