import { describe, expect, it } from 'vitest'
import { parseCron } from './cron.ts'

const next = (cron: string, after: string) => new Date(parseCron(cron).next(Date.parse(after))).toISOString()

describe('a cron expression', () => {
  it.each([
    ['* * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00.000Z'],
    ['*/15 * * * *', '2026-01-01T00:15:30Z', '2026-01-01T00:30:00.000Z'],
    ['5/20 9-17 * * *', '2026-01-01T17:50:00Z', '2026-01-02T09:05:00.000Z'],
    ['0 8 * * mon-fri', '2026-01-02T08:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['30 4 1,15 * *', '2026-01-01T04:30:00Z', '2026-01-15T04:30:00.000Z'],
    ['0 0 13 * fri', '2026-01-10T00:00:00Z', '2026-01-13T00:00:00.000Z'],
    ['0 0 * * 7', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00.000Z'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 1 jan *', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
  ])('%s fires next at the right minute', (cron, after, expected) => {
    expect(next(cron, after)).toBe(expected)
  })

  it('goes by the clock of its zone, also on the day when it is put forward', () => {
    const cron = 'CRON_TZ=Europe/Berlin 30 8 * * *'
    expect(next(cron, '2026-03-28T08:00:00Z')).toBe('2026-03-29T06:30:00.000Z')
    expect(next('CRON_TZ=Europe/Berlin 0 0 30 3 *', '2026-03-28T23:30:00Z')).toBe('2026-03-29T22:00:00.000Z')
  })

  it.each(['', '* * * *', '* * * * * *', '60 * * * *', '* * 0 * *', '5-1 * * * *', '*/0 * * * *'])(
    '%j is refused',
    (cron) => {
      expect(() => parseCron(cron)).toThrow('invalid cron expression')
    },
  )

  it.each(['0 0 30 2 *', 'CRON_TZ=Nowhere/Land * * * * *', 'x * * * *'])('%j is refused', (cron) => {
    expect(() => parseCron(cron)).toThrow('invalid cron expression')
  })
})
