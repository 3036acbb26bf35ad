import { expect, it } from 'vitest'
import { otherSpelling } from './spellings.ts'

it.each([
  ['Brazil', '5511987654321', '551187654321'],
  ['Mexico', '5215512345678', '525512345678'],
  ['Argentina', '5491123456789', '541123456789'],
])('knows both spellings of a mobile number in %s', (_, long, short) => {
  expect([otherSpelling(long), otherSpelling(short)]).toEqual([short, long])
})

it.each([
  ['a landline in Brazil', '551132345678'],
  ['a number in Turkey', '905551234567'],
  ['a number that is too short', '5255123'],
])('knows one spelling of %s', (_, phone) => {
  expect(otherSpelling(phone)).toBeNull()
})
