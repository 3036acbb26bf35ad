import type { Item } from './client.ts'

/** Formats items as a table with the column names first. Each column is as wide as its longest cell. */
export function toTable(items: readonly Item[], columns: readonly string[]): string {
  if (items.length === 0) return 'None.\n'
  const rows = [[...columns], ...items.map((item) => columns.map((column) => toText(item[column])))]
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  '))
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** Formats one object, with one line for each field. */
export function toLines(item: Item): string {
  const width = Math.max(...Object.keys(item).map((name) => name.length))
  return Object.entries(item)
    .map(([name, value]) => `${name.padEnd(width)}  ${toText(value)}\n`)
    .join('')
}

/** Replaces control characters, because a terminal would obey the control characters in a tenant's text. */
function toText(value: unknown): string {
  return describe(value).replace(/\p{Cc}/gu, '\uFFFD')
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return '-'
  if (typeof value !== 'object') return String(value)
  const { used, limit } = value as { used?: unknown; limit?: unknown }
  return used === undefined ? JSON.stringify(value) : `${used} of ${limit ?? 'any number'}`
}
