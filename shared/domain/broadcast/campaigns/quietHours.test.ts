import { expect, it } from 'vitest'
import { cpuMs } from '#shared/testing.ts'
import { afterQuietHours, readyAt } from './quietHours.ts'

const night = { from: '21:00', to: '09:00', timezone: 'Europe/Istanbul' }
const noon = { from: '12:00', to: '13:30', timezone: 'Europe/Istanbul' }
const iso = (instant: Date) => instant.toISOString()

it.each([
  ['in the evening', night, '2026-11-22T19:00:00Z', '2026-11-23T06:00:00.000Z'],
  ['after midnight', night, '2026-11-22T23:30:00Z', '2026-11-23T06:00:00.000Z'],
  ['at their first minute', night, '2026-11-22T18:00:00Z', '2026-11-23T06:00:00.000Z'],
  ['at their end', night, '2026-11-22T06:00:00Z', '2026-11-22T06:00:00.000Z'],
  ['outside of them', night, '2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
  ['at noon', noon, '2026-11-22T09:30:00Z', '2026-11-22T10:30:00.000Z'],
])(
  'moves an instant %s out of quiet hours, by the clock of their time zone',
  (_, quiet, instant, expected) => {
    expect(iso(afterQuietHours(new Date(instant), quiet))).toBe(expected)
  },
)

it('ends quiet hours by the local clock across a change of the clocks', () => {
  const berlin = { from: '21:00', to: '09:00', timezone: 'Europe/Berlin' }
  // 23:00 in winter time. The clock changes from 2:00 to 3:00.
  expect(iso(afterQuietHours(new Date('2026-03-28T22:00:00Z'), berlin))).toBe('2026-03-29T07:00:00.000Z')
})

it.each([
  ['a gap', 'Europe/Berlin', '22:00', '02:30', '2026-03-28T23:00:00Z', '2026-03-29T01:00:00.000Z'],
  [
    'a gap of half an hour',
    'Australia/Lord_Howe',
    '22:00',
    '02:15',
    '2026-10-03T13:00:00Z',
    '2026-10-03T15:30:00.000Z',
  ],
  ['a gap at midnight', 'Africa/Cairo', '20:00', '00:15', '2026-04-23T20:00:00Z', '2026-04-23T22:00:00.000Z'],
  ['a repeated hour', 'Europe/Berlin', '22:00', '02:30', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00.000Z'],
  [
    'the second run of a repeated hour',
    'Europe/Berlin',
    '22:00',
    '02:30',
    '2026-10-25T01:10:00Z',
    '2026-10-25T01:30:00.000Z',
  ],
])('ends quiet hours at the right minute inside %s', (_, timezone, from, to, instant, expected) => {
  const end = afterQuietHours(new Date(instant), { from, to, timezone })
  expect(iso(end)).toBe(expected)
  expect(iso(afterQuietHours(end, { from, to, timezone }))).toBe(expected)
})

it('begins quiet hours at the change if the clocks skip their first minute', () => {
  const quiet = { from: '02:30', to: '12:00', timezone: 'Europe/Berlin' }
  // Work from 00:00 rests from 03:00, which is one hour later, until 12:00.
  expect(iso(readyAt(new Date('2026-03-28T23:00:00Z'), 3 * 3_600_000, quiet))).toBe(
    '2026-03-29T11:00:00.000Z',
  )
})

it('counts quiet hours in the estimate of the end', () => {
  const hour = 3_600_000
  // Each day has 12 hours outside quiet hours. The work takes 2 hours of the first day, 12 of the second and 6 of the
  // third.
  expect(iso(readyAt(new Date('2026-11-22T16:00:00Z'), 20 * hour, night))).toBe('2026-11-24T12:00:00.000Z')
  expect(iso(readyAt(new Date('2026-11-22T16:00:00Z'), 20 * hour, null))).toBe('2026-11-23T12:00:00.000Z')
  // Ten days more, with 12 hours of work each.
  expect(iso(readyAt(new Date('2026-11-22T16:00:00Z'), 140 * hour, night))).toBe('2026-12-04T12:00:00.000Z')
})

it('estimates quickly the end of work that takes one minute a day for centuries', () => {
  const quiet = { from: '00:01', to: '00:00', timezone: 'Europe/Istanbul' }
  let ready = new Date(0)
  const work = () => {
    ready = readyAt(new Date('2026-11-22T12:00:00Z'), 100_000 * 60_000, quiet)
  }
  expect(cpuMs(work)).toBeLessThan(1_500)
  expect(iso(ready)).toBe('2300-09-06T21:01:00.000Z')
})
