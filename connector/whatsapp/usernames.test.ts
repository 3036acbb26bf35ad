import type { BinaryNode } from '@whiskeysockets/baileys'
import { describe, expect, it } from 'vitest'
import { namedBeside, readFound } from './usernames.ts'

const user = (attrs: Record<string, string>, contact: Record<string, string>, content?: BinaryNode[]) => ({
  tag: 'user',
  attrs,
  content: [{ tag: 'contact', attrs: contact, ...(content && { content }) }],
})
const error = [{ tag: 'error', attrs: { code: '401' } }]

describe('the answer about a username', () => {
  it.each([
    ['a person', user({ jid: '1@lid' }, { type: 'in', username: 'Ayse' }), ['found', '1@lid', 'Ayse', null]],
    [
      'a business with a number',
      user({ jid: '1@lid', pn: '90555:2@s.whatsapp.net' }, { type: 'in' }),
      ['found', '1@lid', 'asked', '90555@s.whatsapp.net'],
    ],
  ])('is %s', (_, node, [state, lid, username, phoneJid]) => {
    expect(readFound(node, 'asked')).toEqual({ state, lid, username, phoneJid })
  })

  it.each([
    ['nobody', user({}, { type: 'out' }), 'unknown'],
    ['nobody, with the name', user({}, { type: 'out', username: 'asked' }), 'unknown'],
    ['a missing key', user({}, { username: 'asked' }), 'key_required'],
    ['a wrong key', user({}, { username: 'asked' }, error), 'key_required'],
    ['an error beside a JID', user({ jid: '1@lid' }, { type: 'in' }, error), 'key_required'],
    ['no LID', user({ jid: '90555@s.whatsapp.net' }, { type: 'in' }), 'key_required'],
  ])('is %s', (_, node, state) => {
    expect(readFound(node, 'asked')).toEqual({ state })
  })

  it('is an error without a contact', () => {
    expect(() => readFound(undefined, 'asked')).toThrow('no result')
    expect(() => readFound({ tag: 'user', attrs: {} }, 'asked')).toThrow('no result')
  })
})

it('reads a username beside the JID of a person only', () => {
  expect(namedBeside('1:3@lid', 'Ayse')).toEqual([{ jid: '1@lid', username: 'Ayse' }])
  expect(namedBeside('120363041234567890@g.us', 'Ayse')).toEqual([])
  expect([namedBeside('1@lid', undefined), namedBeside(undefined, 'Ayse'), namedBeside('1@lid', '')]).toEqual(
    [[], [], []],
  )
})
