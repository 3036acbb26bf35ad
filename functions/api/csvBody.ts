import type { Context } from 'hono'
import { UnsupportedCharset, ValidationFailed } from '#shared/errors/index.ts'
import { readBytes } from './body.ts'
import { contentTypeOf } from './mediaType.ts'

/** The charsets of CSV files, by their names in the Encoding Standard. Excel writes the code page of the user's country. */
const CSV_CHARSETS: readonly string[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-874',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'macintosh',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'gbk',
  'big5',
  'shift_jis',
  'euc-kr',
]

/** First bytes of a file that decide its encoding. A byte order mark overrides the charset, as in the Encoding Standard. */
const BYTE_ORDER_MARKS = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]
/** First bytes of .xlsx (a ZIP archive) and of .xls. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
]

/** The character U+FFFD in UTF-8. API Gateway replaces each byte of a `text/*` body that is not UTF-8 by this character. */
const LOST_LETTER = Buffer.from('\uFFFD')

const REMEDY =
  'Save the file as "CSV UTF-8", or name its encoding in the Content-Type, such as application/csv; charset=windows-1254 for ' +
  'Turkish or windows-1252 for German'

/**
 * Reads a CSV body as text. A byte order mark decides the encoding, then the charset of the Content-Type. The default is UTF-8.
 * @throws PayloadTooLarge, UnsupportedCharset, ValidationFailed
 */
export async function readCsv(c: Context): Promise<string> {
  return decodeCsv(await readBytes(c), contentTypeOf(c)?.parameters.charset)
}

/**
 * Decodes a CSV file. Refuses a file in another encoding, because its names would be wrong in each message.
 * @throws UnsupportedCharset, ValidationFailed
 */
export function decodeCsv(bytes: Uint8Array, charset?: string): string {
  if (WORKBOOKS.some((first) => beginsWith(bytes, first)))
    throw fault('The file is an Excel workbook. Save the file as "CSV UTF-8"')
  const declared = charset === undefined ? undefined : csvEncodingOf(charset)
  const marked = BYTE_ORDER_MARKS.find((mark) => beginsWith(bytes, mark.bytes))?.encoding
  const encoding = marked ?? declared ?? 'utf-8'
  if (
    !encoding.startsWith('utf-16') &&
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(LOST_LETTER)
  )
    throw fault(`The file has the character \uFFFD in place of a letter that was lost. ${REMEDY}`)
  const text = decode(bytes, encoding)
  if (text === null) throw fault(`The file is not valid ${encoding}. ${REMEDY}`)
  if (text.includes('\0'))
    throw fault(`The file has NUL characters, as UTF-16 without a byte order mark has. ${REMEDY}`)
  return text
}

/**
 * Returns the encoding of a charset's label, such as windows-1254 of latin5.
 * @throws UnsupportedCharset
 */
export function csvEncodingOf(charset: string): string {
  const encoding = encodingOf(charset)
  if (encoding !== null && CSV_CHARSETS.includes(encoding)) return encoding
  throw new UnsupportedCharset({ charset, accepted: CSV_CHARSETS })
}

/**
 * Checks the charset of a body that is not CSV. Labels of UTF-8 are `utf8`, `UTF-8` and `unicode-1-1-utf-8`.
 * @throws UnsupportedCharset
 */
export function assertUtf8(charset: string | undefined): void {
  if (charset !== undefined && encodingOf(charset) !== 'utf-8') throw new UnsupportedCharset({ charset })
}

/** Returns the name of an encoding by its label in the Encoding Standard, or null for an unknown label. */
function encodingOf(label: string): string | null {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function beginsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte)
}

function fault(message: string): ValidationFailed {
  return new ValidationFailed({ details: [{ path: '', message }] })
}
