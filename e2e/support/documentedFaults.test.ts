import { expect, it } from 'vitest'
import { documentedFaults } from './documentedFaults.ts'

const documented = { session: 'a', phone: '1', inner: { text: 'x' }, list: ['a'] }

it('accepts other ids and times, and further fields behind the documented ones', () => {
  const actual = { timestamp: 5, session: 'b', phone: '1', inner: { text: 'x', more: 1 }, list: ['a'], id: 1 }
  expect(documentedFaults(documented, actual)).toEqual([])
})

it.each([
  [{ ...documented, phone: '2' }, '/phone: 2 in place of 1'],
  [{ ...documented, phone: null }, '/phone: null in place of string'],
  [{ ...documented, list: {} }, '/list: object in place of array'],
  [{ more: 1, ...documented }, ': more, session, phone, inner, list in place of session, phone, inner, list'],
  [
    { phone: '1', session: 'a', inner: { text: 'x' }, list: ['a'] },
    ': phone, session, inner, list in place of session, phone, inner, list',
  ],
])('finds a fault in %j', (actual, fault) => {
  expect(documentedFaults(documented, actual)).toEqual([fault])
})

it('finds a missing field', () => {
  expect(documentedFaults({ a: { b: 1 } }, { a: {} })).toEqual([
    '/a:  in place of b',
    '/a/b: undefined in place of number',
  ])
})
