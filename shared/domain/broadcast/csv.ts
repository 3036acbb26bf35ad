import { parse } from 'csv-parse/sync'
import { ValidationFailed } from '#shared/errors/index.ts'
import { isReservedName, RESERVED_NAME_MESSAGE } from '#shared/input/index.ts'
import { MAX_RECIPIENTS, MAX_VARIABLES, MAX_WRITTEN, type RecipientInput } from './recipients.ts'

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
 * Reads recipients from CSV with commas, semicolons or tabs, with or without a byte order mark. The first row names
 * the columns. Each column except phone, name and surname is a variable.
 * @throws ValidationFailed
 */
export function parseRecipientsCsv(text: string): RecipientInput[] {
  const { header, rows } = readRows(text)
  if (header.length > MAX_COLUMNS)
    throw csvFault(`A file has at most ${MAX_COLUMNS} columns. Remove columns.`)
  const names = header.map((name) => name.trim())
  const reserved = names.find(isReservedName)
  if (reserved !== undefined) throw csvFault(`Column ${reserved}: ${RESERVED_NAME_MESSAGE}`)
  const phoneAt = names.findIndex((name) => PHONE_COLUMNS.includes(name.toLowerCase()))
  if (phoneAt < 0) {
    throw csvFault(
      `The first row must name the columns. Name the column of numbers one of: ${PHONE_COLUMNS.join(', ')}`,
    )
  }
  return rows.map(({ record, line }) => {
    const recipient: RecipientInput = { phone: record[phoneAt]?.slice(0, MAX_WRITTEN) ?? '', line }
    const variables: [string, string][] = []
    for (const [index, cell] of record.entries()) {
      const name = names[index] ?? ''
      const value = cell.trim()
      if (index === phoneAt || name === '' || value === '') continue
      const known = name.toLowerCase()
      if (known === 'name' || known === 'surname') recipient[known] = value
      else variables.push([name, value])
    }
    return { ...recipient, variables: Object.fromEntries(variables) }
  })
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

function readRows(text: string): { header: string[]; rows: Row[] } {
  const delimiter = delimiterOf(text)
  if (countOf(text, delimiter) + countOf(text, '\n') + countOf(text, '\r') > MAX_SEPARATORS)
    throw csvFault(
      `A file has at most ${MAX_RECIPIENTS} rows and ${MAX_VARIABLES} variables. Divide the file into several.`,
    )
  const rows: Row[] = []
  let blank = 0
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(record: string[], { lines: line }) {
        if (record.some((cell) => cell.trim() !== '')) rows.push({ record, line })
        else blank += 1
        if (rows.length > MAX_RECIPIENTS + 1 || blank > MAX_RECIPIENTS) throw new RowLimitReached()
        return null
      },
    })
  } catch (cause) {
    if (!(cause instanceof RowLimitReached))
      throw csvFault(`The file is not valid CSV: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (blank > MAX_RECIPIENTS)
    throw csvFault(`A file has at most ${MAX_RECIPIENTS} blank rows. Remove the blank rows.`)
  return { header: rows[0]?.record ?? [], rows: rows.slice(1) }
}

/** Finds the delimiter in the header. Excel uses the delimiter of the user's country. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const count = (delimiter: string) => countOf(header, delimiter)
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

function countOf(text: string, character: string): number {
  let count = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1
  return count
}
