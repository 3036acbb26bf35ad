import { expect, it } from 'vitest'
import { readKeys, readPath } from './jsonPath.ts'

it.each([
  ['data.items[0].name', ['data', 'items', '0', 'name']],
  ['data.items.0.name', ['data', 'items', '0', 'name']],
  ["items['first name']", ['items', 'first name']],
  ['items["first name"].x', ['items', 'first name', 'x']],
  ['$.a[0].b', ['a', '0', 'b']],
  ['$[0]', ['0']],
  ["$['a.b']['c[0]']", ['a.b', 'c[0]']],
  ["['it\\'s']", ["it's"]],
  ['$', []],
  ['.a', ['a']],
  ['$ref', ['$ref']],
  ['@id', ['@id']],
  ['first-name', ['first-name']],
  ['first name.şehir', ['first name', 'şehir']],
  ["['']", ['']],
])('reads the keys of %s', (path, keys) => {
  expect(readKeys(path)).toEqual(keys)
})

it.each([
  'a..b',
  'a.',
  'a[*]',
  'a.*',
  'a[-1]',
  'a[0:2]',
  'a[?(@.b==1)]',
  'a.length()',
  "a['b",
  'a[b]',
  'a]',
  '[0]a',
  '$..b',
  "a'b",
])('does not understand %s', (path) => {
  expect(readKeys(path)).toBeNull()
})

it('reads a value that the answer has, and nothing of its prototype', () => {
  const json = { items: { 'first name': 'Ayşe' }, a: [{ b: 7 }] }
  expect(readPath(json, "items['first name']")).toBe('Ayşe')
  expect(readPath(json, '$.a[0].b')).toBe('7')
  expect(readPath(json, 'a.length')).toBe('1')
  expect(readPath(json, 'constructor.name')).toBe('')
  expect(readPath(json, '$.a[0]')).toBe('{"b":7}')
})
