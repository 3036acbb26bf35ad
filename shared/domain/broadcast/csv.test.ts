import { describe, expect, it } from 'vitest'
import { cpuMs } from '#shared/testing.ts'
import { parseRecipientsCsv } from './csv.ts'
import { readRecipients } from './recipients.ts'

it.each([
  ['commas', 'phone,name,city\n905551234567,Ayşe,İzmir\n'],
  ['semicolons, as Excel writes them', 'phone;name;city\r\n905551234567;Ayşe;İzmir\r\n'],
  ['tabs', 'phone\tname\tcity\n905551234567\tAyşe\tİzmir'],
  ['a byte order mark', '\uFEFFphone,name,city\n905551234567,Ayşe,İzmir\n'],
  ['quotes', '"phone","name","city"\n"905551234567","Ayşe","İzmir"\n'],
  [
    'other column names in another order',
    'City,NAME,Mobile\nİzmir, Ayşe ,905551234567\n'.replace('City', 'city'),
  ],
])('reads a file with %s', (_, csv) => {
  expect(parseRecipientsCsv(csv)).toEqual([
    { phone: '905551234567', name: 'Ayşe', variables: { city: 'İzmir' }, line: 2 },
  ])
})

it('keeps separators, quotes and line ends inside quotes', () => {
  const [recipient] = parseRecipientsCsv('phone,note\n905551234567,"a, ""b""\nc"\n')
  expect(recipient?.variables).toEqual({ note: 'a, "b"\nc' })
})

it.each([
  ['no phone column', 'name,city\nAyşe,İzmir\n'],
  ['no content', ''],
  ['an unclosed quote', 'phone,name\n905551234567,"Ayşe\n'],
])('rejects a file with %s', (_, csv) => {
  expect(() => parseRecipientsCsv(csv)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
})

describe('the limits of a CSV file', () => {
  it.each([
    ['commas only', `phone${','.repeat(5_900_000)}`],
    ['rows of one comma', `phone\n${',\n'.repeat(2_900_000)}`],
    ['blank rows', `phone\n${',\n'.repeat(200_000)}`],
    ['line ends', `phone\n${'\r\n'.repeat(2_900_000)}`],
    ['more columns than a recipient has variables', `phone${',a'.repeat(200)}`],
  ])('reject a file at once: %s', (_, csv) => {
    expect(cpuMs(() => expect(() => parseRecipientsCsv(csv)).toThrow('at most'))).toBeLessThan(3_000)
  })

  it('permit blank rows, which the parser skips', () => {
    const csv = `phone,name,city\n${',\n'.repeat(9_000)}905551234567,Ayşe,\n`
    expect(parseRecipientsCsv(csv)).toHaveLength(1)
  })

  it('stop the parser after one recipient more than a call takes', () => {
    expect(parseRecipientsCsv(`phone\n${'905551234567\n'.repeat(20_000)}`)).toHaveLength(10_001)
  })
})

it('merges thousands of rows of one number in linear time, and keeps 50 of its variables', () => {
  const rows = Array.from({ length: 3_000 }, (_, row) => ({
    phone: '905551234567',
    variables: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`v${row}_${n}`, 'x'])),
  }))
  const look = () => {
    const { people } = readRecipients(rows)
    expect(Object.keys(people[0]?.variables ?? {})).toHaveLength(50)
  }
  expect(cpuMs(look)).toBeLessThan(2_000)
})

describe('the report of an import', () => {
  it('merges the rows of a number in any form, and a later row overrides an earlier row', () => {
    const { people, report } = readRecipients([
      { phone: '+90 (555) 123-45-67', name: 'Ayse', variables: { city: 'İzmir', a: '1' } },
      { phone: '905551234567', name: 'Ayşe', variables: { city: 'Ankara' } },
    ])
    expect(people).toEqual([
      { phone: '905551234567', name: 'Ayşe', surname: null, variables: { city: 'Ankara', a: '1' } },
    ])
    expect(report).toEqual({ accepted: 1, duplicates: 1, rejected: [] })
  })

  it('lists each bad number by its line, also after empty lines and long cells', () => {
    const csv =
      'phone,note\n905551234567,"two\nlines"\n\n12,short\n,nobody\n0555123,no country\n' +
      `${'1'.repeat(101)},long\n`
    const { report } = readRecipients(parseRecipientsCsv(csv))
    expect(report.accepted).toBe(1)
    expect(report.rejected.map(({ line, phone }) => [line, phone])).toEqual([
      [5, '12'],
      [6, ''],
      [7, '0555123'],
      [8, '1'.repeat(100)],
    ])
  })
})
