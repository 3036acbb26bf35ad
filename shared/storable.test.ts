import { expect, it } from 'vitest'
import { findUnstorable, isStorable, toStorableDeep } from './storable.ts'

it.each(['', 'plain', 'emoji 🚀', 'line\nbreak'])('leaves %j unchanged', (text) => {
  expect([isStorable(text), toStorableDeep(text)]).toEqual([true, text])
})

it.each([
  ['a\0b', 'ab'],
  ['half \ud83d', 'half \ufffd'],
])('repairs %j', (text, repaired) => {
  expect([isStorable(text), toStorableDeep({ deep: [text] })]).toEqual([false, { deep: [repaired] }])
})

it('returns the path of the unstorable text', () => {
  expect(findUnstorable({ a: ['x', { b: '\0' }] })).toEqual(['a', '1', 'b'])
  expect(findUnstorable({ a: 1, b: null, c: 'x' })).toBeNull()
})
