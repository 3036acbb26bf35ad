import { describe, expect, it } from 'vitest'
import { bareJid, phoneNumberSchema, phoneOf, recipientSchema } from './jid.ts'

describe('a recipient', () => {
  it.each([
    ['905551234567', '905551234567@s.whatsapp.net'],
    ['+90 (555) 123-45-67', '905551234567@s.whatsapp.net'],
    [' 905551234567@s.whatsapp.net ', '905551234567@s.whatsapp.net'],
    ['120363021033254949@g.us', '120363021033254949@g.us'],
    ['905551234567-1436192410@g.us', '905551234567-1436192410@g.us'],
    ['630846724446591@lid', '630846724446591@lid'],
  ])('%s becomes %s', (written, jid) => {
    expect(recipientSchema.parse(written)).toBe(jid)
  })

  it.each([
    '',
    '123',
    '0905551234567',
    '++',
    '90555123456x',
    'a@b',
    '905551234567:3@s.whatsapp.net',
    '@g.us',
    '1'.repeat(16),
  ])('%s is refused', (written) => {
    expect(recipientSchema.safeParse(written).success).toBe(false)
  })
})

it('accepts a phone number, and refuses a JID, as a phone number', () => {
  expect(phoneNumberSchema.parse('+44 7911 123456')).toBe('447911123456')
  expect(phoneNumberSchema.safeParse('905551234567@s.whatsapp.net').success).toBe(false)
})

it('reads the phone number from a phone-number JID only', () => {
  expect(phoneOf('905551234567:3@s.whatsapp.net')).toBe('905551234567')
  expect(phoneOf('630846724446591@lid')).toBeNull()
  expect(phoneOf(undefined)).toBeNull()
  expect(bareJid('905551234567:3@s.whatsapp.net')).toBe('905551234567@s.whatsapp.net')
})
