import { beforeEach, expect, it } from 'vitest'
import { LookupLimits } from './lookupLimits.ts'

let now = 0
let limits: LookupLimits
beforeEach(() => {
  now = 1_000_000
  limits = new LookupLimits(() => new Date(now))
})

const takeAll = () => {
  let taken = 0
  while (limits.take()) taken += 1
  return taken
}

it('allows 120 look-ups a minute, and keeps half of them for callers who wait', () => {
  let spare = 0
  while (limits.takeSpare()) spare += 1
  expect([spare, takeAll()]).toEqual([60, 60])
  expect([limits.take(), limits.takeSpare()]).toEqual([false, false])
  now += 60_000
  expect(takeAll()).toBe(120)
})

it('allows five wrong keys of one username in an hour, and no wrong key twice', () => {
  for (const key of ['1', '2', '3', '4']) limits.refused('ayse', key)
  expect([limits.allowsKey('ayse', '1'), limits.allowsKey('ayse', '5')]).toEqual([false, true])
  limits.refused('ayse', '5')
  expect(limits.allowsKey('ayse', '6')).toBe(false)
  expect([limits.allowsKey('ayse', undefined), limits.allowsKey('fatma', '6')]).toEqual([true, true])
  now += 60 * 60_000
  expect(limits.allowsKey('ayse', '6')).toBe(true)
})

it('counts no query without a key', () => {
  for (let nth = 0; nth < 9; nth += 1) limits.refused('ayse', undefined)
  expect(limits.allowsKey('ayse', '1')).toBe(true)
})
