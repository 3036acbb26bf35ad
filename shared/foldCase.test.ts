import { expect, it } from 'vitest'
import { nameKey } from './foldCase.ts'

it.each([
  ['Shop', 'sHOP'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΟΣ', 'οδος'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['Ｓｈｏｐ１', 'shop1'],
  ['ﬁrma', 'Firma'],
  ['İstanbul', 'istanbul'],
  ['İstanbul', 'ISTANBUL'],
  ['café', 'CAFE\u0301'],
  ['shop①', 'Shop1'],
  ['my\u00a0shop', 'My shop'],
  ['sh\u200bop', 'shop'],
  ['\u202bshop\u202c', 'shop'],
  ['𝐒𝐡𝐨𝐩', 'shop'],
  ['SIPARIŞ', 'sıparış'],
])('%s and %s are one name', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other))
})

it.each([
  ['shop', 'shop 1'],
  ['cafe', 'café'],
  ['shop-1', 'shop_1'],
  ['o', 'ø'],
  ['и', 'й'],
  ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
])('%s and %s are two names', (one, other) => {
  expect(nameKey(one)).not.toBe(nameKey(other))
})

it('keeps a key as it is', () => {
  for (const name of ['Straße', 'İzmir', 'ΐ', 'ŉ', 'ǰ', '㎏', 'ﷺ'])
    expect(nameKey(nameKey(name))).toBe(nameKey(name))
})
