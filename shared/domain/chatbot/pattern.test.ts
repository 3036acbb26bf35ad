import { describe, expect, it } from 'vitest'
import { cpuMs } from '#shared/testing.ts'
import { finish } from './budget/index.ts'
import * as patterns from './pattern.ts'

const patternFaults = (given: string[]) => finish(patterns.patternFaults(given))
const findsPattern = (pattern: string, text: string) => finish(patterns.findsPattern(pattern, text))

describe('patterns', () => {
  it.each([
    '\\bTR\\d{2} ?(\\d{4} ?){5}\\d{2}\\b',
    '[a-z0-9._%+-]{1,50}@[a-z0-9.-]{1,50}\\.[a-z]{2,10}',
    '^(?:\\+?90|0)?5\\d{9}$',
    '^[\\p{L} ]{2,100}$',
    '\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}',
  ])('accept a common pattern: %s', (pattern) => {
    expect(patternFaults([pattern])).toEqual([])
  })

  it.each([
    '(?:a?){1000}'.repeat(40),
    '(a?){1000}',
    '((a?){30}){30}',
    'a{1000}'.repeat(70),
    '((((a?){9}){9}){9}){9}',
    '[\\pL\\pN]{0,1000}',
  ])('reject a pattern that would take seconds: %.20s', (pattern) => {
    expect(patternFaults([pattern])).toMatchObject([{ index: 0 }])
  })

  it('search a long message in bounded time, and have a common limit', () => {
    const worst = ['(a?){110}b', '(\\pL?){120}!']
    expect(patternFaults(worst)).toMatchObject([{ index: 1 }])
    expect(patternFaults(Array(11).fill('a'))).toMatchObject([{ index: 10 }])
    const look = () => expect(findsPattern('(a?){110}b', 'a'.repeat(65_536))).toBe(false)
    expect(cpuMs(look)).toBeLessThan(2_000)
  })

  it('do not match $ at the end of the searched part of a message', () => {
    expect(findsPattern('^a+$', 'a'.repeat(1_000))).toBe(true)
    expect(findsPattern('^a+$', 'a'.repeat(1_001))).toBe(false)
  })

  it.each(['👍', '👨‍👩‍👧', 'e\u0301', '🇹🇷'])(
    'search no part of %s at the end of the searched part',
    (character) => {
      const text = 'a'.repeat(999) + character
      expect(findsPattern('[^a\n]', text)).toBe(false)
      expect(findsPattern('[^a\n]', text.slice(1_000 - character.length))).toBe(true)
    },
  )
})
