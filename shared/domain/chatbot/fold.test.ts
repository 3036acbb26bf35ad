import { expect, it } from 'vitest'
import { fold } from './fold.ts'

it.each([
  ['IPTAL', 'iptal'],
  ['ıptal', 'iptal'],
  ['İPTAL', 'iptal'],
  ['iptal', 'iptal'],
  ['ŞİKÂYET', 'sikayet'],
  ['Öğretmen  Çağrı', 'ogretmen cagri'],
  [' Grüße\n', 'gruße'],
  ['CAFÉ', 'cafe'],
])('folds %j', (written, folded) => {
  expect(fold(written)).toBe(folded)
})

it.each([
  ['कि', 'की'],
  ['が', 'か'],
  ['ไม่', 'ไม้'],
])('keeps words apart that are other words: %s and %s', (one, other) => {
  expect(fold(one)).not.toBe(fold(other))
})

it('takes a syllable for no part of another', () => {
  expect(fold('각')).not.toContain(fold('가'))
})

it('reads a digit that is written as an emoji', () => {
  expect(fold('2️⃣')).toBe('2')
})
