import { parse } from 'csv-parse/sync'
import { ValidationFailed } from '#shared/errors/index.ts'
import { MAX_RECIPIENTS, MAX_WRITTEN, type RecipientInput } from './recipients.ts'

/** The number, the names and 50 variables of each recipient. To read as many cells takes some 200 ms. */
const MAX_CELLS = MAX_RECIPIENTS * 53

/** What a column of a number may be called. */
const PHONE_COLUMNS = ['phone', 'number', 'mobile', 'telephone', 'tel', 'whatsapp']

/**
 * Reads recipients out of CSV, separated by commas, semicolons or tabs, with or without a byte order mark. The first row names the columns;
 * any but those of number, name and surname is a variable of its name.
 * @throws ValidationFailed
 */
export function parseRecipientsCsv(text: string): RecipientInput[] {
  const { header, rows } = readRows(text)
  const names = header.map((name) => name.trim())
  const phoneAt = names.findIndex((name) => PHONE_COLUMNS.includes(name.toLowerCase()))
  if (phoneAt < 0) {
    const message = `The first row must name the columns, and one of them be called ${PHONE_COLUMNS.join(', ')}`
    throw new ValidationFailed({ details: [{ path: '', message }] })
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

interface Row {
  record: string[]
  line: number
}

function readRows(text: string): { header: string[]; rows: Row[] } {
  const delimiter = delimiterOf(text)
  if (hasMoreThan(text, delimiter, MAX_CELLS)) {
    const message = `It has more than ${MAX_CELLS} cells. Split it into several files`
    throw new ValidationFailed({ details: [{ path: '', message }] })
  }
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      // The header, and one more than is taken: enough to refuse it.
      to: MAX_RECIPIENTS + 2,
    })
    // The types of csv-parse do not know what `info` adds.
    const rows = (parsed as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }))
    return { header: rows[0]?.record ?? [], rows: rows.slice(1) }
  } catch (cause) {
    const message = `It is no CSV: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new ValidationFailed({ details: [{ path: '', message }] })
  }
}

/** Whether a text holds a character, or line breaks, more often than that. */
function hasMoreThan(text: string, delimiter: string, most: number): boolean {
  const code = delimiter.charCodeAt(0)
  let count = 0
  for (let at = 0; at < text.length && count <= most; at += 1) {
    const found = text.charCodeAt(at)
    if (found === code || found === 0x0a || found === 0x0d) count += 1
  }
  return count > most
}

/** Excel separates by what its user's country does. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const count = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}
