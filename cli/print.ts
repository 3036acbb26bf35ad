import type { Item } from './client.ts'

/** Rows below their columns' names, as wide as they need. */
export function toTable(items: readonly Item[], columns: readonly string[]): string {
  if (items.length === 0) return 'None.\n'
  const rows = [[...columns], ...items.map((item) => columns.map((column) => toText(item[column])))]
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  '))
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** One thing, a line a field. */
export function toLines(item: Item): string {
  const width = Math.max(...Object.keys(item).map((name) => name.length))
  return Object.entries(item)
    .map(([name, value]) => `${name.padEnd(width)}  ${toText(value)}\n`)
    .join('')
}

/** What tenants wrote may hold what a terminal obeys. */
function toText(value: unknown): string {
  return describe(value).replace(/\p{Cc}/gu, '\uFFFD')
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return '-'
  if (typeof value !== 'object') return String(value)
  const { used, limit } = value as { used?: unknown; limit?: unknown }
  return used === undefined ? JSON.stringify(value) : `${used} of ${limit ?? 'any number'}`
}
