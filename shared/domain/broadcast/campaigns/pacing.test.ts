import { describe, expect, it } from 'vitest'
import { expectedMs, gapMs, longPauseMs, slotAt } from './pacing.ts'

const pacing = { minDelaySeconds: 4, maxDelaySeconds: 12, quietHours: null }
const at = (ms: number) => new Date(Date.UTC(2026, 10, 22) + ms)
const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

describe('the gap after a message', () => {
  const gaps = Array.from({ length: 5_000 }, (_, index) => gapMs(pacing, 'session_1', at(index * 1_000)))

  it('is evenly distributed between the delays', () => {
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(12_000)
    expect(mean(gaps)).toBeGreaterThan(7_850)
    expect(mean(gaps)).toBeLessThan(8_150)
    const eighths = Array.from({ length: 8 }, (_, index) => {
      const from = 4_000 + index * 1_000
      return gaps.filter((gap) => gap >= from && gap < from + 1_000).length / gaps.length
    })
    for (const share of eighths) expect(share).toBeCloseTo(1 / 8, 1)
  })

  it('has no correlation with the next gap', () => {
    const pairs = gaps.slice(1).map((gap, index) => (gap - 8_000) * ((gaps[index] ?? 0) - 8_000))
    const correlation = mean(pairs) / (8_000 ** 2 / 12)
    expect(Math.abs(correlation)).toBeLessThan(0.05)
  })

  it('is the same for all campaigns of a session, and differs between sessions', () => {
    expect(gapMs(pacing, 'session_1', at(7))).toBe(gapMs(pacing, 'session_1', at(7)))
    expect(gapMs(pacing, 'session_2', at(7))).not.toBe(gapMs(pacing, 'session_1', at(7)))
  })
})

it('pauses for one to two minutes after 20 to 30 messages, in batches of varying size', () => {
  const rests = Array.from({ length: 3_000 }, (_, sent) => ({
    sent,
    ms: longPauseMs('session_1', sent),
  })).filter(({ ms }) => ms > 0)
  for (const { ms } of rests) {
    expect(ms).toBeGreaterThanOrEqual(60_000)
    expect(ms).toBeLessThanOrEqual(120_000)
  }
  const batches = rests.map(({ sent }, index) => sent - (rests[index - 1]?.sent ?? 0))
  expect(Math.min(...batches)).toBe(20)
  expect(Math.max(...batches)).toBe(30)
  expect(new Set(batches).size).toBe(11)
})

it('estimates the time for messages', () => {
  // 8 s for each message, and 90 s after each batch of 25.
  expect(expectedMs(pacing, 100)).toBe(100 * (8 + 3.6) * 1_000)
})

describe('the next slot of a session', () => {
  const gap = () => 5_000
  const slot = (dueMs: number, broadcastMs: number | null, sentMs: number | null, restMs = 0) =>
    slotAt(
      at(dueMs),
      {
        lastBroadcastAt: broadcastMs === null ? null : at(broadcastMs),
        restMs,
        lastSentAt: sentMs === null ? null : at(sentMs),
      },
      gap,
      12_000,
    ).getTime() - at(0).getTime()

  it('is the due time without other messages', () => expect(slot(1_000, null, null)).toBe(1_000))
  it('is a gap after a message of another campaign', () => expect(slot(1_000, 900, 900)).toBe(5_900))
  it('is a gap after a message of the API', () => expect(slot(1_000, null, 900)).toBe(5_900))
  it('is never earlier than the due time', () => expect(slot(60_000, 900, 900)).toBe(60_000))
  it('waits at most the longest delay for an API that sends without a pause', () =>
    expect(slot(1_000, null, 40_000)).toBe(13_000))
  it('includes the long pause after a message of another campaign', () =>
    expect(slot(1_000, 900, 900, 60_000)).toBe(65_900))
  it('waits for other campaigns without a limit', () => expect(slot(1_000, 40_000, 40_000)).toBe(45_000))
})
