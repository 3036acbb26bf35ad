import { expect, it } from 'vitest'
import { foldPhrase, foldText } from './foldText.ts'

it.each([
  ['IPTAL', 'iptal'],
  ['ıptal', 'iptal'],
  ['İPTAL', 'iptal'],
  ['iptal', 'iptal'],
  ['ŞİKÂYET', 'sikayet'],
  ['Öğretmen  Çağrı', 'ogretmen cagri'],
  [' Grüße\n', 'grusse'],
  ['CAFÉ', 'cafe'],
  ['STRAẞE', 'strasse'],
  ['STRASSE', 'strasse'],
  ['Łódź', 'lodz'],
  ['Đặt hàng', 'dat hang'],
  ['Smørrebrød', 'smorrebrod'],
  ['Ħamrun', 'hamrun'],
  ['ΟΔΌΣ', 'οδοσ'],
  ['οδός', 'οδοσ'],
  ['ſtop', 'stop'],
  ['oﬃce', 'office'],
  ['ＳＴＯＰ', 'stop'],
  ['𝐒𝐭𝐨𝐩', 'stop'],
  ['st\u200bop\ufeff', 'stop'],
  ['\u202bstop\u202c', 'stop'],
  ['sto\u00adp', 'stop'],
  ['می\u200cخواهم', 'میخواهم'],
  ['١٢٣', '123'],
  ['۴۵۶', '456'],
  ['７８９', '789'],
  ['१०', '10'],
  ['𝟙𝟚', '12'],
  ['③', '3'],
])('folds %j', (written, folded) => {
  expect(foldText(written)).toBe(folded)
})

it.each([
  ['कि', 'की'],
  ['が', 'か'],
  ['ไม่', 'ไม้'],
  [
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
  ],
])('keeps different words apart: %s and %s', (one, other) => {
  expect(foldText(one)).not.toBe(foldText(other))
})

it('does not find a syllable in another syllable', () => {
  expect(foldText('각')).not.toContain(foldText('가'))
})

it('reads a digit emoji as a digit', () => {
  expect(foldText('2️⃣')).toBe('2')
})

it('reads each decimal digit of Unicode', () => {
  for (let point = 0x30; point <= 0x1ffff; point += 1) {
    const character = String.fromCodePoint(point)
    if (!/\p{Nd}/u.test(character)) continue
    const before = String.fromCodePoint(point - 1)
    const value = foldText(character)
    expect([point, value]).toEqual([point, expect.stringMatching(/^[0-9]$/)])
    if (/\p{Nd}/u.test(before)) expect(Number(value)).toBe((Number(foldText(before)) + 1) % 10)
    else expect([point, value]).toEqual([point, '0'])
  }
})

it.each([
  ['Stop!', 'stop'],
  ['¡Hola!', 'hola'],
  ['«2»', '2'],
  ['2.', '2'],
  ['*stop*', 'stop'],
  ['“evet”…', 'evet'],
  ['是。', '是'],
  ['-5', '-5'],
  ['(5)', '5'],
  ['.5', '.5'],
  ['C#', 'c#'],
  ['50%', '50%'],
  ['?', '?'],
  ['!!!', '!!!'],
])('removes punctuation at the edges of %j', (written, folded) => {
  expect(foldPhrase(written)).toBe(folded)
})
