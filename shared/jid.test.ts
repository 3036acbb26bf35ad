import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bareJid, personSchema, phoneNumberSchema, phoneOf, recipientSchema } from './jid.ts'

describe('a recipient', () => {
  it.each([
    ['905551234567', '905551234567@s.whatsapp.net'],
    ['+90 (555) 123-45-67', '905551234567@s.whatsapp.net'],
    [' 905551234567@s.whatsapp.net ', '905551234567@s.whatsapp.net'],
    ['120363021033254949@g.us', '120363021033254949@g.us'],
    ['905551234567-1436192410@g.us', '905551234567-1436192410@g.us'],
    ['630846724446591@lid', '630846724446591@lid'],
    ['\u202A+90\u00A0555.123–45–67\u202C', '905551234567@s.whatsapp.net'],
    ['00905551234567', '905551234567@s.whatsapp.net'],
    ['+00 90 555 1234567', '905551234567@s.whatsapp.net'],
    ['+44 (0)20 7946 0958', '442079460958@s.whatsapp.net'],
    ['0044 (0) 20 7946 0958', '442079460958@s.whatsapp.net'],
    ['+358(0)401234567', '358401234567@s.whatsapp.net'],
    ['+1 (201) 555-0123', '12015550123@s.whatsapp.net'],
    ['٩٠٥٥٥١٢٣٤٥٦٧', '905551234567@s.whatsapp.net'],
    ['＋９０ ５５５ １２３４５６７', '905551234567@s.whatsapp.net'],
    ['९०५५५१२३४५६७', '905551234567@s.whatsapp.net'],
    ['𝟗𝟎𝟓𝟓𝟓𝟏𝟐𝟑𝟒𝟓𝟔𝟕', '905551234567@s.whatsapp.net'],
    ['\u200E905551234567@s.whatsapp.net\u200E', '905551234567@s.whatsapp.net'],
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
    `1(0)${'2'.repeat(15)}`,
    '(0)905551234567',
    '+90 555 123 45 67 ext. 3',
    '90/5551234567',
    '٠905551234567',
  ])('%s is refused', (written) => {
    expect(recipientSchema.safeParse(written).success).toBe(false)
  })
})

it('accepts a phone number, and refuses a JID, as a phone number', () => {
  expect(phoneNumberSchema.parse('+44 7911 123456')).toBe('447911123456')
  expect(phoneNumberSchema.safeParse('905551234567@s.whatsapp.net').success).toBe(false)
})

describe('the published pattern', () => {
  const patternOf = (schema: z.ZodType) => {
    const { $defs = {} } = z.toJSONSchema(z.strictObject({ schema }), { io: 'input' })
    return String(Object.values($defs)[0]?.pattern)
  }
  const schemas = { phoneNumberSchema, recipientSchema, personSchema }
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...'0123456789') },
    { weight: 2, arbitrary: fc.constantFrom(' ', '-', '.', '(', ')', '(0)', '+', '00', '\u200E', '\u00A0') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('٠', '٣', '９', '@', 's.whatsapp.net', '@lid', '@g.us', 'x', '/'),
    },
    {
      weight: 1,
      arbitrary: fc
        .string({ unit: 'grapheme', maxLength: 1 })
        .filter((text) => !/[\u{10000}-\u{10FFFF}]/u.test(text)),
    },
  )
  const texts = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))

  it.each(Object.entries(schemas))('accepts each text that %s accepts, and no other', (_, schema) => {
    const pattern = new RegExp(patternOf(schema), 'u')
    fc.assert(
      fc.property(texts, (text) => {
        expect([text, pattern.test(text)]).toEqual([text, schema.safeParse(text).success])
      }),
      { numRuns: 3_000 },
    )
  })

  it('accepts only texts that become a number or a JID', () => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(patternOf(recipientSchema))), (text) => {
        fc.pre(text.length <= 100)
        expect(recipientSchema.parse(text)).toMatch(
          /^(?:[1-9]\d{6,14}@s\.whatsapp\.net|\d{5,20}@lid|[\d-]{10,40}@g\.us)$/,
        )
      }),
    )
  })

  it('takes linear time for a text of 6 MB', () => {
    expect(recipientSchema.safeParse(' '.repeat(6e6)).success).toBe(false)
    expect(recipientSchema.safeParse('1'.repeat(100)).success).toBe(false)
  })
})

it('reads the phone number from a phone-number JID only', () => {
  expect(phoneOf('905551234567:3@s.whatsapp.net')).toBe('905551234567')
  expect(phoneOf('630846724446591@lid')).toBeNull()
  expect(phoneOf(undefined)).toBeNull()
  expect(bareJid('905551234567:3@s.whatsapp.net')).toBe('905551234567@s.whatsapp.net')
})
