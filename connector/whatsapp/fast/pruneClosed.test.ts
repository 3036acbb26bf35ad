import { SessionRecord } from 'libsignal'
import { expect, it } from 'vitest'
import { pruneClosed } from './pruneClosed.ts'

const NOW = Date.UTC(2026, 10, 30)
const HOUR = 3_600_000
const DAY = 24 * HOUR

interface Session {
  /** Hours since the session was closed; undefined for the open session. */
  closed?: number
  /** Hours since the last decryption. */
  used?: number
  isAnswered?: boolean
}

/** Prunes a record of these sessions. Returns the names of the sessions that stay. */
function survivors(sessions: Record<string, Session>): string[] {
  const record = Object.assign(new SessionRecord(), {
    sessions: Object.fromEntries(
      Object.entries(sessions).map(([name, { closed, used = 999, isAnswered = true }]) => [
        name,
        {
          indexInfo: {
            closed: closed === undefined ? -1 : NOW - closed * HOUR,
            used: NOW - used * HOUR,
          },
          ...(!isAnswered && { pendingPreKey: {} }),
        },
      ]),
    ),
  })
  pruneClosed(record as never, NOW)
  return Object.keys(record.sessions)
}

it('keeps the open session of any age', () => {
  expect(survivors({ open: {} })).toEqual(['open'])
})

it('keeps the newest closed session with an answer, and the newest without', () => {
  const unanswered = { isAnswered: false }
  expect(
    survivors({
      'answered, old': { closed: 9 },
      'answered, new': { closed: 5 },
      'unanswered, oldest': { closed: 4, ...unanswered },
      'unanswered, old': { closed: 3, ...unanswered },
      'unanswered, new': { closed: 2, ...unanswered },
      open: unanswered,
    }),
  ).toEqual(['answered, new', 'unanswered, new', 'open'])
})

it('keeps each session that was closed or used in the last hour', () => {
  expect(
    survivors({ used: { closed: 50, used: 0.5 }, closed: { closed: 0.9 }, old: { closed: 2 }, open: {} }),
  ).toEqual(['used', 'closed', 'open'])
})

it('keeps no closed session for more than 30 days', () => {
  const days = (count: number) => ({ closed: (count * DAY) / HOUR })
  expect(survivors({ old: days(31), open: {} })).toEqual(['open'])
  expect(survivors({ young: days(29), open: {} })).toEqual(['young', 'open'])
})
