import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AlarmClock } from './alarmClock.ts'

const DAY_MS = 86_400_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function clock() {
  const rung: number[] = []
  const start = Date.now()
  const alarm = new AlarmClock(
    () => rung.push((Date.now() - start) / DAY_MS),
    () => new Date(),
  )
  return { alarm, rung, after: (days: number) => new Date(start + days * DAY_MS) }
}

it('rings after the longest delay of a timer', () => {
  const { alarm, rung, after } = clock()
  alarm.set(after(60))
  vi.advanceTimersByTime(59 * DAY_MS)
  expect(rung).toEqual([])
  vi.advanceTimersByTime(2 * DAY_MS)
  expect(rung).toEqual([60])
})

it('rings at once for a past time, at the last time that was set, and never after a cancellation', () => {
  const { alarm, rung, after } = clock()
  alarm.set(after(-1))
  vi.advanceTimersByTime(1)
  alarm.set(after(1))
  alarm.set(after(2))
  vi.advanceTimersByTime(3 * DAY_MS)
  alarm.set(after(5))
  alarm.cancel()
  vi.advanceTimersByTime(9 * DAY_MS)
  expect(rung).toHaveLength(2)
  expect(rung[1]).toBeCloseTo(2)
})
