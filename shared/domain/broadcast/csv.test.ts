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

it.each([
  ['a line that names the delimiter', 'sep=;\r\nphone;name;city\r\n905551234567;Ayşe;İzmir\r\n', 3],
  [
    'a byte order mark and a quoted line that names the delimiter',
    '\uFEFF"sep=;"\nphone;name;city\n905551234567;Ayşe;İzmir',
    3,
  ],
  ['a delimiter that the header does not show', 'SEP=|\nphone|name|city\n905551234567|Ayşe|İzmir', 3],
  ['empty first lines', '\r\n\r\nphone;name;city\r\n905551234567;Ayşe;İzmir', 4],
  ['first lines of spaces and delimiters', '  \n;;\nphone;name;city\n905551234567;Ayşe;İzmir', 4],
  ['line ends of a Mac', 'phone\tname\tcity\r905551234567\tAyşe\tİzmir\r', 2],
  ['line ends of two kinds', 'phone;name;city\n\r\n905551234567;Ayşe;İzmir\r\n', 3],
  ['vertical bars', 'phone|name|city\n905551234567|Ayşe|İzmir\n', 2],
])('reads a file with %s', (_, csv, line) => {
  expect(parseRecipientsCsv(csv)).toEqual([
    { phone: '905551234567', name: 'Ayşe', variables: { city: 'İzmir' }, line },
  ])
})

it('finds the delimiter outside of quotation marks', () => {
  const csv = '"city, district, street";phone\n"İzmir, Konak, 1";905551234567\n'
  expect(parseRecipientsCsv(csv)).toEqual([
    { phone: '905551234567', variables: { 'city, district, street': 'İzmir, Konak, 1' }, line: 2 },
  ])
})

it('counts a line end of two characters inside of quotation marks once', () => {
  const csv = 'phone;"note\r\nof all"\r\n905551234567;"a\r\nb\r\n"\r\n\r\n12;x\r\n'
  expect(parseRecipientsCsv(csv).map(({ phone, line }) => [phone, line])).toEqual([
    ['905551234567', 3],
    ['12', 7],
  ])
})

it.each([
  ['a quotation mark that is not closed', 'phone,name\r\n"1\r\n",a\r\n2,"b\r\n3,c', 'line 4'],
  ['a quotation mark inside of a cell', 'phone,name\n1,a\n\n2,b "c" d', 'line 4'],
  ['a text behind a quotation mark', 'phone,name\n1,"b" c', 'line 2'],
])('names the row of %s', (_, csv, line) => {
  expect(() => parseRecipientsCsv(csv)).toThrow(`The row that begins on ${line} is not valid CSV`)
})

it('keeps separators, quotes and line ends inside quotes', () => {
  const [recipient] = parseRecipientsCsv('phone,note\n905551234567,"a, ""b""\nc"\n')
  expect(recipient?.variables).toEqual({ note: 'a, "b"\nc' })
})

it.each([
  ['no phone column', 'name,city\nAyşe,İzmir\n'],
  ['no content', ''],
  ['no recipients', 'phone,name\n'],
  ['an unknown delimiter', 'sep=a\nphone\n905551234567\n'],
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

  it('reads a JID as its number, and keeps a LID', () => {
    const { people } = readRecipients([
      { phone: '905551234567@s.whatsapp.net', name: 'Ayşe' },
      { phone: '+90 555 123 45 67', surname: 'Yılmaz' },
      { phone: ' 123456789012345@lid ' },
      { phone: '120363041234567890@g.us' },
      { phone: 'ayse@example.com' },
    ])
    expect(people).toMatchObject([
      { phone: '905551234567', name: 'Ayşe', surname: 'Yılmaz' },
      { phone: '123456789012345@lid' },
    ])
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
