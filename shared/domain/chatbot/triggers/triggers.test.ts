import { describe, expect, it } from 'vitest'
import { finish } from '../budget/index.ts'
import { isTriggered as decide, keywordFaults, parseTrigger } from './index.ts'

const isTriggered = (...given: Parameters<typeof decide>) => finish(decide(...given))

const NOON = new Date('2026-06-24T12:00:00.000Z')
const occasion = { text: '', isGroup: false, isFirst: false }

describe('keyword', () => {
  it.each([
    ['exact', 'iptal', 'IPTAL', true],
    ['exact', 'iptal', 'İptal', true],
    ['exact', 'ıptal', 'iptal', true],
    ['exact', 'şikâyet', 'SIKAYET', true],
    ['exact', 'hi', 'hi there', false],
    ['contains', 'Sipariş', 'bir SİPARİŞ vermek istiyorum', true],
    ['contains', 'hi', 'goodbye', false],
    ['contains', 'price?', 'what is the price of it', true],
    ['contains', '?', 'how much?', true],
    ['contains', '?', 'how much', false],
    ['exact', 'stop', '*STOP*!', true],
    ['exact', 'Łódź', 'lodz.', true],
    ['exact', '42', '۴۲', true],
    ['starts_with', 'hola', '¡Hola, amigo!', true],
    ['starts_with', 'merhaba', 'Merhaba dünya', true],
    ['starts_with', 'dünya', 'Merhaba dünya', false],
    ['regex', '^order \\d+$', 'ORDER 4711', true],
    ['regex', 'siparis', 'SİPARİŞ', true],
    ['regex', '(a|a)*$', 'b', true],
  ])('%s %j matches %j: %s', (matchType, keyword, text, expected) => {
    const trigger = parseTrigger('keyword', { keywords: [keyword], matchType })
    expect(isTriggered(trigger, { ...occasion, text }, NOON)).toBe(expected)
  })

  it('rejects a pattern that RE2 cannot read', () => {
    const trigger = parseTrigger('keyword', { keywords: ['a', '(?=a)'], matchType: 'regex' })
    expect(finish(keywordFaults(trigger))).toMatchObject([{ path: 'keywords.1' }])
  })

  it('ignores groups unless `groups` is true', () => {
    const inGroup = { ...occasion, text: 'hi', isGroup: true }
    expect(isTriggered(parseTrigger('keyword', { keywords: ['hi'] }), inGroup, NOON)).toBe(false)
    expect(isTriggered(parseTrigger('keyword', { keywords: ['hi'], groups: true }), inGroup, NOON)).toBe(true)
  })
})

describe('schedule', () => {
  const office = {
    timezone: 'Europe/Istanbul',
    windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }],
  }
  const night = { timezone: 'Europe/Istanbul', windows: [{ days: ['fri'], from: '22:00', to: '06:00' }] }
  // Istanbul is three hours ahead of UTC all year.
  it.each([
    ['in the window', office, '2026-06-24T06:00:00Z', true],
    ['one minute before the window', office, '2026-06-24T05:59:00Z', false],
    ['at the end of the window, which is exclusive', office, '2026-06-24T15:00:00Z', false],
    ['on another day', office, '2026-06-27T08:00:00Z', false],
    ['outside of the window', { ...office, when: 'outside' }, '2026-06-24T20:00:00Z', true],
    ['over midnight, on the opening day', night, '2026-06-26T20:00:00Z', true],
    ['over midnight, on the morning after', night, '2026-06-27T02:59:00Z', true],
    ['over midnight, on the morning of the opening day', night, '2026-06-26T02:00:00Z', false],
  ])('decides by its windows: %s', (_, value, at, expected) => {
    expect(isTriggered(parseTrigger('schedule', value), occasion, new Date(at))).toBe(expected)
  })

  it('follows the local clock on the day of a change of the clocks', () => {
    const trigger = parseTrigger('schedule', {
      timezone: 'Europe/Berlin',
      windows: [{ from: '09:00', to: '10:00' }],
    })
    expect(isTriggered(trigger, occasion, new Date('2026-03-28T08:30:00Z'))).toBe(true)
    expect(isTriggered(trigger, occasion, new Date('2026-03-29T07:30:00Z'))).toBe(true)
    expect(isTriggered(trigger, occasion, new Date('2026-03-29T08:30:00Z'))).toBe(false)
  })
})

it('starts no flow for a stop word of the broadcasts, unless a keyword names the word', () => {
  const stop = { ...occasion, text: 'stop', isFirst: true, changesConsent: true }
  expect(isTriggered(parseTrigger('first_contact', {}), stop, NOON)).toBe(false)
  expect(
    isTriggered(parseTrigger('schedule', { windows: [{ from: '00:00', to: '24:00' }] }), stop, NOON),
  ).toBe(false)
  expect(isTriggered(parseTrigger('keyword', { keywords: ['stop'] }), stop, NOON)).toBe(true)
})

it('first_contact matches only the first message of a chat', () => {
  const trigger = parseTrigger('first_contact', {})
  expect(isTriggered(trigger, { ...occasion, isFirst: true }, NOON)).toBe(true)
  expect(isTriggered(trigger, occasion, NOON)).toBe(false)
})
