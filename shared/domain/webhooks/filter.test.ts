import { describe, expect, it } from 'vitest'
import { type EventFacts, filterSchema, passesFilter, toStoredFilter } from './filter.ts'

const PHONE = '905551234567@s.whatsapp.net'
const LID = '123456789012345@lid'
const GROUP = '120363041234567890@g.us'
const CHANNEL = '120363041234567890@newsletter'

const received: EventFacts = {
  type: 'message.received',
  chats: [PHONE, LID],
  messageType: 'text',
  fromMe: false,
}
const passes = (given: object, facts: Partial<EventFacts> = {}) =>
  passesFilter(filterSchema.parse(given), { ...received, ...facts })

describe('the spelling of a chat', () => {
  it.each([
    '905551234567',
    '+90 (555) 123-45-67',
    '0090 555 123 45 67',
    '٩٠٥٥٥١٢٣٤٥٦٧',
    ' 905551234567@s.whatsapp.net ',
    LID,
  ])('%s names the chat of a number and of its LID', (chat) => {
    expect(passes({ chats: chat })).toBe(true)
    expect(passes({ chats: [GROUP, chat] })).toBe(true)
    expect(passes({ chats: chat }, { chats: [GROUP] })).toBe(false)
  })

  it.each([GROUP, CHANNEL, 'status@broadcast'])('%s names this chat only', (chat) => {
    expect(passes({ chats: chat }, { chats: [chat] })).toBe(true)
    expect(passes({ chats: chat })).toBe(false)
  })

  it.each([
    ['5511987654321', '551187654321'],
    ['551187654321', '5511987654321'],
    ['5215512345678', '525512345678'],
    ['541123456789', '5491123456789'],
  ])('%s also names the chat that WhatsApp knows as %s', (chats, known) => {
    expect(passes({ chats }, { chats: [`${known}@s.whatsapp.net`] })).toBe(true)
    expect(passes({ chats }, { chats: [PHONE] })).toBe(false)
  })

  it.each(['', 'Ahmet', '0555', 'a@b', []])('%j is refused', (chats) => {
    expect(filterSchema.safeParse({ chats }).success).toBe(false)
  })
})

it.each([
  ['user', [PHONE]],
  ['user', [LID]],
  ['group', [GROUP]],
  ['channel', [CHANNEL]],
  ['status', ['status@broadcast']],
] as const)('the kind %s is that of %j', (kind, chats) => {
  const others = ['user', 'group', 'channel', 'status'].filter((other) => other !== kind)
  expect(passes({ kinds: kind }, { chats })).toBe(true)
  expect(passes({ kinds: others }, { chats })).toBe(false)
})

it('each condition takes a value or a list, and all conditions must hold', () => {
  expect(passes({ types: 'text', fromMe: false, kinds: ['user'], chats: PHONE })).toBe(true)
  expect(passes({ types: ['image', 'text'] })).toBe(true)
  expect(passes({ types: 'image' })).toBe(false)
  expect(passes({ fromMe: [true, false] })).toBe(true)
  expect(passes({ fromMe: true })).toBe(false)
  expect(passes({ types: 'text', fromMe: true })).toBe(false)
})

it('a condition does not apply to an event without its fact', () => {
  const session: Partial<EventFacts> = {
    type: 'session.connected',
    chats: [],
    messageType: null,
    fromMe: true,
  }
  const group: Partial<EventFacts> = { type: 'group.join', chats: [GROUP], messageType: null, fromMe: true }
  const strict = { chats: PHONE, kinds: 'user', types: 'image', fromMe: false }
  expect(passes(strict, session)).toBe(true)
  expect(passes({ types: 'image', fromMe: false }, group)).toBe(true)
  expect(passes({ chats: PHONE }, group)).toBe(false)
  expect(passes({ kinds: 'user' }, group)).toBe(false)
  expect(passes({ types: 'image' }, { messageType: null })).toBe(true)
})

it('a filter without conditions is no filter', () => {
  expect(toStoredFilter({})).toBeNull()
  expect(toStoredFilter(null)).toBeNull()
  expect(toStoredFilter({ fromMe: false })).toEqual({ fromMe: false })
})

it.each([
  ['an unknown condition', { chat: PHONE }],
  ['an unknown kind', { kinds: 'person' }],
  ['an unknown type', { types: ['text', 'txt'] }],
  ['a text for fromMe', { fromMe: 'true' }],
  ['an empty list', { types: [] }],
])('refuses %s', (_, given) => {
  expect(filterSchema.safeParse(given).success).toBe(false)
})
