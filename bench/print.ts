import type { Row, Table } from './measure.ts'

/** Formats tables as text with aligned columns. */
export function print(tables: readonly Table[]): string {
  return tables.map(({ title, rows }) => `${title}\n${printRows(rows)}`).join('\n\n')
}

function printRows(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [names, ...rows.map((row) => names.map((name) => show(row[name])))]
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n')
}

/** Formats a number with three digits, because the scatter allows no more. */
function show(value: Row[string] | undefined): string {
  if (typeof value !== 'number') return value ?? ''
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value))
  return value.toPrecision(3)
}
