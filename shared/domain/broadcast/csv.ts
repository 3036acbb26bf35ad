import { parse } from 'csv-parse/sync'
import { ValidationFailed } from '#shared/errors/index.ts'
import { MAX_RECIPIENTS, MAX_VARIABLES, MAX_WRITTEN, type RecipientInput } from './recipients.ts'

/** What a column of a number may be called. */
const PHONE_COLUMNS = ['phone', 'number', 'mobile', 'telephone', 'tel', 'whatsapp']
/** Number, name, surname and variables, twice: exports have columns that are empty. */
const MAX_COLUMNS = 2 * (MAX_VARIABLES + 3)
/**
 * Of a file: as many as its most rows have in variables. The parser blocks the process for 0.6 s for them, and took 3.6 s for a line of
 * 6 MB of commas.
 */
const MAX_SEPARATORS = (MAX_RECIPIENTS + 1) * (MAX_VARIABLES + 3)

/**
 * Reads recipients out of CSV, separated by commas, semicolons or tabs, with or without a byte order mark. The first row names the columns;
 * any but those of number, name and surname is a variable of its name.
 * @throws ValidationFailed
 */
export function parseRecipientsCsv(text: string): RecipientInput[] {
  const { header, rows } = readRows(text)
  if (header.length > MAX_COLUMNS) throw noCsv(`A file has ${MAX_COLUMNS} columns at the most`)
  const names = header.map((name) => name.trim())
  const phoneAt = names.findIndex((name) => PHONE_COLUMNS.includes(name.toLowerCase()))
  if (phoneAt < 0) {
    throw noCsv(`The first row must name the columns, and one of them be called ${PHONE_COLUMNS.join(', ')}`)
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

/** Ends the parser: there is one recipient more than a call takes, or nothing but blank rows. A row of another length costs it 35 µs. */
class EnoughRead extends Error {}

interface Row {
  record: string[]
  line: number
}

function noCsv(message: string): ValidationFailed {
  return new ValidationFailed({ details: [{ path: '', message }] })
}

function readRows(text: string): { header: string[]; rows: Row[] } {
  const delimiter = delimiterOf(text)
  if (countOf(text, delimiter) + countOf(text, '\n') + countOf(text, '\r') > MAX_SEPARATORS)
    throw noCsv(`A file has ${MAX_RECIPIENTS} rows and ${MAX_VARIABLES} variables at the most`)
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
        if (rows.length > MAX_RECIPIENTS + 1 || blank > MAX_RECIPIENTS) throw new EnoughRead()
        return null
      },
    })
  } catch (cause) {
    if (!(cause instanceof EnoughRead))
      throw noCsv(`It is no CSV: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (blank > MAX_RECIPIENTS) throw noCsv(`A file has ${MAX_RECIPIENTS} blank rows at the most`)
  return { header: rows[0]?.record ?? [], rows: rows.slice(1) }
}

/** Excel separates by what its user's country does. */
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
