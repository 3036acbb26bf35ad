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
