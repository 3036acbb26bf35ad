import { expect, it } from 'vitest'
import { nextSleep, type SleepState } from './nextSleep.ts'

const AWAKE: SleepState = { unusedSince: null, parkedSince: null, asleepSince: null }
const at = (minute: number) => new Date(minute * 60_000)
const UNUSED = { hasSession: false, hasWork: false }

it('stays awake while a session exists, and forgets the sleep with the first one', () => {
  const asleep = { unusedSince: at(0), parkedSince: at(10), asleepSince: at(10) }
  for (const before of [AWAKE, asleep])
    expect(nextSleep(before, { hasSession: true, hasWork: false }, at(20))).toEqual(AWAKE)
})

it('keeps the connectors for ten minutes without a session', () => {
  const first = nextSleep(AWAKE, UNUSED, at(1))
  expect(first).toEqual({ ...AWAKE, unusedSince: at(1) })
  expect(nextSleep(first, UNUSED, at(10.9))).toEqual(first)
  expect(nextSleep(first, UNUSED, at(11))).toEqual({
    unusedSince: at(1),
    parkedSince: at(11),
    asleepSince: at(11),
  })
})

it('parks the connectors while work is left, and sweeps until it is done', () => {
  const working = nextSleep({ ...AWAKE, unusedSince: at(0) }, { ...UNUSED, hasWork: true }, at(10))
  expect(working).toEqual({ unusedSince: at(0), parkedSince: at(10), asleepSince: null })
  expect(nextSleep(working, UNUSED, at(12))).toEqual({ ...working, asleepSince: at(12) })
})

it('keeps the beginnings of a sleep', () => {
  const asleep = { unusedSince: at(0), parkedSince: at(10), asleepSince: at(12) }
  expect(nextSleep(asleep, UNUSED, at(1_000))).toEqual(asleep)
})

it('sweeps again when work appears, without connectors', () => {
  const asleep = { unusedSince: at(0), parkedSince: at(10), asleepSince: at(12) }
  expect(nextSleep(asleep, { ...UNUSED, hasWork: true }, at(20))).toEqual({ ...asleep, asleepSince: null })
})
