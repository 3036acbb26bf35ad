import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chatSchema, personSchema, phoneJid, phoneNumberSchema, recipientSchema } from '#shared/jid.ts'
import { toAsciiDigits } from '#shared/phoneNumber.ts'
import { parseRecipientsCsv } from './broadcast/csv.ts'
import { campaignRecipientsInput, readRecipients } from './broadcast/recipients.ts'
import { simulationInput } from './chatbot/simulate/index.ts'
import { suppressionFilter, suppressionInput } from './suppressions/index.ts'
import { filterSchema } from './webhooks/filter.ts'

/** Reads a written number at each place of the API that takes one, and returns the number in digits. Throws for another text. */
const READERS: Record<string, (written: string) => string | undefined> = {
  'a number to check or to pair': (written) => phoneNumberSchema.parse(written),
  'a recipient of a message': (written) => digits(recipientSchema.parse(written)),
  'a participant of a group': (written) => digits(personSchema.parse(written)),
  'a chat of a list': (written) => digits(chatSchema.parse(written)),
  'a recipient of a list': (written) => imported([{ phone: written }]),
  'a row of a CSV file': (written) => imported(parseRecipientsCsv(`phone,name\n"${written}",Ana\n`)),
  'a recipient of a campaign': (written) => campaignRecipientsInput.parse([{ phone: written }])[0]?.phone,
  'a suppression': (written) => digits(suppressionInput.parse({ phone: written }).phone),
  suppressions: (written) => digits(suppressionInput.parse({ phones: [written] }).phones?.[0]),
  'a filter of suppressions': (written) => digits(suppressionFilter.parse({ phone: written }).phone),
  'a filter of a webhook': (written) => digits(String(filterSchema.parse({ chats: written }).chats)),
  'the contact of a simulation': (written) =>
    simulationInput.parse({ messages: [{ text: 'hello' }], contact: { phone: written } }).contact.phone,
}

function digits(jid: string | undefined): string | undefined {
  return jid?.replace('@s.whatsapp.net', '')
}

/** Returns the imported number, or throws the fault of the report. */
function imported(rows: Parameters<typeof readRecipients>[0]): string | undefined {
  const { people, report } = readRecipients(rows)
  const [rejected] = report.rejected
  if (rejected) throw new Error(rejected.message)
  return people[0]?.phone
}

const SPACES = [' ', '\u00A0', '\u2009', '\u202F', '\u3000', '\t', '\u200B', '\uFEFF']
const MARKS = ['\u200E', '\u200F', '\u202A', '\u202C', '\u2066', '\u2069', '\u061C']
const DASHES = ['-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\uFE63', '\uFF0D', '\u00AD']
const DOTS = ['.', '\u00B7', '\u2024', '\uFF0E']
const BRACKETS = ['(', ')', '[', ']', '\uFF08', '\uFF09']
const SCRIPTS = ['0', '\u0660', '\u06F0', '\u0966', '\u0E50', '\uFF10', '\u{1D7D8}']

const separator = fc
  .array(fc.constantFrom(...SPACES, ...MARKS, ...DASHES, ...DOTS, ...BRACKETS), { maxLength: 2 })
  .map((signs) => signs.join(''))
const prefix = fc.constantFrom('', '+', '\uFF0B', '\uFE62', '00', '+00', '\u200E+', '(+', '0\u00A00')
const trunk = fc.constantFrom('', '(0)', ' (0) ', '\uFF080\uFF09', '[0]', '(\u200E0)')
const number = fc.stringMatching(/^[1-9][0-9]{7,13}$/)

const hasBracket = (text: string) => BRACKETS.some((bracket) => text.includes(bracket))

/** Numbers in digits, and a decorated spelling of each. */
const decorated = fc
  .record({
    number,
    prefix,
    trunk,
    zero: fc.constantFrom(...SCRIPTS),
    separators: fc.array(separator, { minLength: 16, maxLength: 16 }),
    countryCode: fc.integer({ min: 1, max: 3 }),
  })
  // A zero of the number in brackets is a trunk prefix.
  .filter(({ number, separators }) =>
    [...number].every((digit, index) => digit !== '0' || !hasBracket(separators[index] ?? '')),
  )
  .map((parts) => {
    const inScript = (text: string) =>
      text.replace(/[0-9]/g, (digit) =>
        String.fromCodePoint((parts.zero.codePointAt(0) ?? 0) + Number(digit)),
      )
    const written = [...parts.number].map((digit, index) => {
      const dropped = index === parts.countryCode ? parts.trunk : ''
      return `${dropped}${parts.separators[index]}${digit}`
    })
    return {
      number: parts.number,
      written: inScript(`${parts.prefix}${written.join('')}${parts.separators[15]}`),
    }
  })
  .filter(({ written }) => written.length <= 100)

describe.each(Object.entries(READERS))('%s', (_, read) => {
  it('is cleaned of all that people paste with a number', () => {
    const isCleaned = fc.property(decorated, ({ number, written }) => {
      expect(read(written)).toBe(number)
    })
    fc.assert(isCleaned, { numRuns: 200 })
  })

  it.each([
    'Ana',
    '12345',
    '0905551234567',
    '+90 555 123 45 6x',
    '90/5551234567',
    '1234567890123456',
    '+90 555 123 45 67, +90 555 123 45 68',
    `9${' '.repeat(99)}05551234567`,
  ])('is refused with a clear message if it is %j', (text) => {
    expect(() => read(text)).toThrow(
      /international phone number in digits, such as 905551234567|at most 100 characters|<=100 characters/,
    )
  })
})

it('keeps a JID in digits as it is', () => {
  expect(recipientSchema.parse(phoneJid('905551234567'))).toBe('905551234567@s.whatsapp.net')
  expect(toAsciiDigits('٩٠')).toBe('90')
})
