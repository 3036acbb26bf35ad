import { expect, it } from 'vitest'
import { isJidOf, isNamedIn, personOf, withoutNames } from './person.ts'

const person = personOf(['905551234567@s.whatsapp.net', '630846724446591@lid'])

it.each([
  ['a JID', '905551234567@s.whatsapp.net', 'erased@s.whatsapp.net'],
  ['a JID with a device', '905551234567:12@s.whatsapp.net', 'erased:12@s.whatsapp.net'],
  ['a LID', '630846724446591@lid', 'erased@lid'],
  ['a mention', 'hi @905551234567, hi', 'hi @erased, hi'],
  ['a card', 'TEL;waid=905551234567:+905551234567\nEND', 'TEL;waid=erased:+erased\nEND'],
])('replaces the number in %s', (_, before, after) => {
  expect(isNamedIn(person, before)).toBe(true)
  expect(withoutNames(person, before)).toBe(after)
})

it.each([
  ['a longer number', '19055512345670'],
  ['the id of a message', '3EB0905551234567AB'],
  ['the id of an old group', '905551234567-1602345678@g.us'],
  ['a number with spaces', '+90 555 123 45 67'],
])('leaves %s', (_, text) => {
  expect(isNamedIn(person, text)).toBe(false)
  expect(withoutNames(person, text)).toBe(text)
})

it('replaces texts at every depth, and leaves other values', () => {
  const value = { a: ['905551234567', 1, null], b: { c: true, d: '630846724446591' } }
  expect(withoutNames(person, value)).toEqual({ a: ['erased', 1, null], b: { c: true, d: 'erased' } })
})

it('knows the JIDs of both spellings, with and without a device', () => {
  const brazilian = personOf(['5511987654321:3@s.whatsapp.net'])
  expect(isJidOf(brazilian, '551187654321@s.whatsapp.net')).toBe(true)
  expect(isJidOf(brazilian, '5511987654321:7@s.whatsapp.net')).toBe(true)
  expect(isJidOf(brazilian, null)).toBe(false)
})
