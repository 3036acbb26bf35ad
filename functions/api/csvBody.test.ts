import { expect, it } from 'vitest'
import { decodeCsv } from './csvBody.ts'

const TEXT = 'phone;name\r\n905551234567;Ayşe Yılmaz\r\n'
const utf16 = (text: string) => Buffer.from(text, 'utf16le')
/** Returns a text in UTF-16, big endian. */
const utf16be = (text: string) => utf16(text).swap16()
/** Returns a text in a code page of one byte a character. */
const inCodePage = (text: string, letters: Record<string, number>) =>
  Buffer.from([...text].map((letter) => letters[letter] ?? letter.charCodeAt(0)))

const TURKISH = inCodePage(TEXT, { ş: 0xfe, ı: 0xfd })
const GERMAN = inCodePage('phone;name\n4915112345678;Jürgen Groß\n', { ü: 0xfc, ß: 0xdf })

it.each<[string, Uint8Array, string | undefined, string]>([
  ['UTF-8', Buffer.from(TEXT), undefined, TEXT],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`), undefined, TEXT],
  ['UTF-16 with a byte order mark', utf16(`\uFEFF${TEXT}`), undefined, TEXT],
  ['UTF-16 big endian with a byte order mark', utf16be(`\uFEFF${TEXT}`), undefined, TEXT],
  ['UTF-16 with a byte order mark and a wrong charset', utf16(`\uFEFF${TEXT}`), 'utf-8', TEXT],
  ['UTF-16 by its charset', utf16(TEXT), 'UTF-16LE', TEXT],
  ['the Turkish code page', TURKISH, 'windows-1254', TEXT],
  ['the Turkish code page by another label', TURKISH, 'Latin5', TEXT],
  ['the Western code page', GERMAN, 'windows-1252', 'phone;name\n4915112345678;Jürgen Groß\n'],
  ['the Western code page as ISO 8859-1', GERMAN, 'iso-8859-1', 'phone;name\n4915112345678;Jürgen Groß\n'],
  ['the code page of a Mac', Buffer.from([0x4a, 0x9f]), 'macintosh', 'Jü'],
])('reads %s', (_, bytes, charset, text) => {
  expect(decodeCsv(bytes, charset)).toBe(text)
})

it.each<[string, Uint8Array, string | undefined]>([
  ['a code page without a charset', TURKISH, undefined],
  ['a code page with the charset of UTF-8', GERMAN, 'utf-8'],
  ['UTF-16 without a byte order mark', utf16('phone\n905551234567\n'), undefined],
  ['half a character of UTF-16', utf16(`\uFEFF${TEXT}`).subarray(0, 7), undefined],
  ['letters that API Gateway lost', Buffer.from(new TextDecoder().decode(TURKISH)), 'windows-1254'],
  ['letters that were lost before', Buffer.from('phone;name\n905551234567;Ay\uFFFDe\n'), undefined],
  ['a workbook of Excel', Buffer.from('PK\u0003\u0004...'), undefined],
  ['an old workbook of Excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'windows-1252'],
])('refuses %s, and says which encoding to save', (_, bytes, charset) => {
  expect(() => decodeCsv(bytes, charset)).toThrow(
    expect.objectContaining({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining('Save the file as "CSV UTF-8"'),
    }),
  )
})

it.each(['nonsense', 'utf-32', 'iso-2022-jp'])('refuses the charset %s, and lists the others', (charset) => {
  expect(() => decodeCsv(Buffer.from(TEXT), charset)).toThrow(
    expect.objectContaining({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: expect.stringContaining('utf-8, utf-16le'),
    }),
  )
})
