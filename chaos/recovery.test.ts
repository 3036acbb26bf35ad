import { expect, it } from 'vitest'
import { recoverySeconds } from './recovery.ts'

const kill = (at: number) => ({ kind: 'connector.kill', at, until: at }) as const

it('counts from the kill until all sessions are online', () => {
  const seen = [
    { at: 1_100, offline: 0 },
    { at: 1_300, offline: 2 },
    { at: 8_000, offline: 0 },
    { at: 9_000, offline: 1 },
  ]
  expect(recoverySeconds([kill(1_000)], seen)).toEqual([7])
})

it('counts 0 for a kill that no session noticed, and infinity for one without recovery', () => {
  expect(recoverySeconds([kill(1_000)], [{ at: 1_300, offline: 0 }])).toEqual([0])
  expect(recoverySeconds([kill(1_000)], [{ at: 1_300, offline: 1 }])).toEqual([Number.POSITIVE_INFINITY])
})
