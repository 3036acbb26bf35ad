import { expect, it } from 'vitest'
import { spellingsOf } from './phoneSpellings.ts'

it.each([
  ['Brazil', '5511987654321', '551187654321'],
  ['Mexico', '5215512345678', '525512345678'],
  ['Argentina', '5491123456789', '541123456789'],
])('knows both spellings of a number of %s', (_, long, short) => {
  expect(spellingsOf(long)).toEqual([long, short])
  expect(spellingsOf(short)).toEqual([short, long])
})

it.each(['905551234567', '4915112345678', '14155552671'])('knows one spelling of %s', (phone) => {
  expect(spellingsOf(phone)).toEqual([phone])
})
