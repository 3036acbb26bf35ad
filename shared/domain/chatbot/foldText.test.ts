import { expect, it } from 'vitest'
import { foldText } from './foldText.ts'

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
  expect(foldText(written)).toBe(folded)
})

it.each([
  ['कि', 'की'],
  ['が', 'か'],
  ['ไม่', 'ไม้'],
])('keeps different words apart: %s and %s', (one, other) => {
  expect(foldText(one)).not.toBe(foldText(other))
})

it('does not find a syllable in another syllable', () => {
  expect(foldText('각')).not.toContain(foldText('가'))
})

it('reads a digit emoji as a digit', () => {
  expect(foldText('2️⃣')).toBe('2')
})
