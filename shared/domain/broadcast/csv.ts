import { CsvError, parse } from 'csv-parse/sync'
import { ValidationFailed } from '#shared/errors/index.ts'
import { isReservedName, RESERVED_NAME_MESSAGE } from '#shared/input/index.ts'
import { usernameKeySchema } from '#shared/username.ts'
import { foldText } from '../chatbot/foldText.ts'
import { LineCounter, lineEndsOf, readLayout } from './csvLayout.ts'
import { MAX_RECIPIENTS, MAX_VARIABLES, MAX_WRITTEN, type RecipientInput } from './recipients.ts'

/** Names of the column with the keys of usernames, as `foldText` folds them. */
const KEY_COLUMNS = ['usernamekey', 'username_key', 'username key']
const KEY_LENGTH = 4
/** Accepted names of the phone column. */
const PHONE_COLUMNS = ['phone', 'number', 'mobile', 'telephone', 'tel', 'whatsapp']
/** Limit of columns: phone, name, surname and variables, twice, because exports contain empty columns. */
const MAX_COLUMNS = 2 * (MAX_VARIABLES + 3)
/**
 * Limit of separators in a file: those of the largest number of rows with the largest number of variables. The parser
 * blocks the process for 0.6 s at this limit, and for 3.6 s on a line of 6 MB of commas.
 */
const MAX_SEPARATORS = (MAX_RECIPIENTS + 1) * (MAX_VARIABLES + 3)

/**
 * Reads recipients from CSV with commas, semicolons, tabs or vertical bars, with or without a byte order mark. The first
 * row with a text names the columns. Each column except phone, usernameKey, name and surname is a variable. The line of a recipient
 * is the line on which its row begins.
 * @throws ValidationFailed
 */
export function parseRecipientsCsv(text: string): RecipientInput[] {
  const { header, rows } = readRows(text)
  if (header.length > MAX_COLUMNS)
    throw csvFault(`A file has at most ${MAX_COLUMNS} columns. Remove columns.`)
  const names = header.map((name) => name.trim())
  const reserved = names.find(isReservedName)
  if (reserved !== undefined) throw csvFault(`Column ${reserved}: ${RESERVED_NAME_MESSAGE}`)
  const phoneAt = names.findIndex((name) => PHONE_COLUMNS.includes(foldText(name)))
  if (phoneAt < 0) {
    throw csvFault(
      `The first row must name the columns. Name the column of numbers one of: ${PHONE_COLUMNS.join(', ')}`,
    )
  }
  if (rows.length === 0)
    throw csvFault('The file has no recipients. Add a row below the names of the columns.')
  return rows.map(({ record, line }) => {
    // A cell that is too long keeps one character too many, so that the import refuses the cell.
    const recipient: RecipientInput = { phone: record[phoneAt]?.slice(0, MAX_WRITTEN + 1) ?? '', line }
    const variables: [string, string][] = []
    for (const [index, cell] of record.entries()) {
      const name = names[index] ?? ''
      const value = cell.trim()
      if (index === phoneAt || name === '' || value === '') continue
      const own = ownField(name, value, line)
      if (own) Object.assign(recipient, own)
      else variables.push([name, value])
    }
    return { ...recipient, variables: Object.fromEntries(variables) }
  })
}

/**
 * Returns the field of a cell whose column is no variable.
 * @throws ValidationFailed for a bad key of a username
 */
function ownField(name: string, value: string, line: number): Partial<RecipientInput> | null {
  const known = foldText(name)
  if (known === 'name' || known === 'surname') return { [known]: value }
  if (!KEY_COLUMNS.includes(known)) return null
  // A spreadsheet drops the zeros at the start of a number.
  const key = usernameKeySchema.safeParse(value.padStart(KEY_LENGTH, '0'))
  if (!key.success) throw csvFault(`Line ${line}: the key of a username has 4 digits.`)
  return { usernameKey: key.data }
}

/**
 * Stops the parser after more recipients than a call takes, or after too many blank rows. A row of another length
 * costs 35 µs.
 */
class RowLimitReached extends Error {}

interface Row {
  record: string[]
  line: number
}

function csvFault(message: string): ValidationFailed {
  return new ValidationFailed({ details: [{ path: '', message }] })
}

/** Faults of a row, by csv-parse's code. The sentences of csv-parse count the lines of a quoted cell twice. */
const ROW_FAULTS: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'a quotation mark is inside a cell. Enclose the cell in quotation marks, and write each mark of the text twice.',
  CSV_INVALID_CLOSING_QUOTE:
    'a text follows a closing quotation mark. Write each quotation mark of a text twice.',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed. Close the mark at the end of its cell.',
}

function readRows(text: string): { header: string[]; rows: Row[] } {
  const layout = readLayout(text.replace(/^\uFEFF/, ''))
  if (typeof layout === 'string')
    throw csvFault(`The line sep=${layout} names no known delimiter. Use a comma, a semicolon or a tab.`)
  const { content, delimiter, firstLine } = layout
  if (countOf(content, delimiter) + countOf(content, '\n') + countOf(content, '\r') > MAX_SEPARATORS)
    throw csvFault(
      `A file has at most ${MAX_RECIPIENTS} rows and ${MAX_VARIABLES} variables. Divide the file into several.`,
    )
  const bytes = Buffer.from(content)
  const lines = new LineCounter(bytes, firstLine)
  const rows: Row[] = []
  let blank = 0
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: lineEndsOf(content),
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(record: string[], { bytes: end }) {
        const line = lines.pass(end)
        if (record.some((cell) => cell.trim() !== '')) rows.push({ record, line })
        else blank += 1
        if (rows.length > MAX_RECIPIENTS + 1 || blank > MAX_RECIPIENTS) throw new RowLimitReached()
        return null
      },
    })
  } catch (cause) {
    if (!(cause instanceof RowLimitReached)) throw rowFault(cause, lines.begin())
  }
  if (blank > MAX_RECIPIENTS)
    throw csvFault(`A file has at most ${MAX_RECIPIENTS} blank rows. Remove the blank rows.`)
  return { header: rows[0]?.record ?? [], rows: rows.slice(1) }
}

function rowFault(cause: unknown, line: number): ValidationFailed {
  const code = cause instanceof CsvError ? cause.code : ''
  const fault = ROW_FAULTS[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return csvFault(`The row that begins on line ${line} is not valid CSV: ${fault}`)
}

function countOf(text: string, character: string): number {
  let count = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1
  return count
}
