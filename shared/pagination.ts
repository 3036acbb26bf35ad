import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'

/**
 * Bytes of a page behind Lambda, which carries no answer above 6,291,556 bytes. A row alone may have more, and stays below that
 * limit by the bounds of its fields.
 */
export const PAGE_BYTES = 3_500_000

export interface Page<Item> {
  items: Item[]
  pagination: { limit: number; nextCursor: string | null }
}

/**
 * Makes a page out of the rows of a query that asked for one row more than the limit. The page ends before the row that would
 * exceed the limit or `PAGE_BYTES`, and holds one row at least. The cursor is the sort key of the page's last row, and opaque to users.
 * @param toItem answers null for a row whose column `whileFits` left out: the page ends before that row
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row, index: number) => Item | null,
): Page<Item> {
  const items: Item[] = []
  let bytes = 0
  for (const [index, row] of rows.slice(0, limit).entries()) {
    const item = toItem(row, index)
    if (item === null) break
    bytes += answerBytes(item)
    if (items.length > 0 && bytes > PAGE_BYTES) break
    items.push(item)
  }
  const last = rows[items.length - 1]
  const nextCursor = rows.length > items.length && last !== undefined ? encodeCursor(keyOf(last)) : null
  return { items, pagination: { limit, nextCursor } }
}

/** Bytes of a value in an answer of Lambda, which holds the body as a JSON string: quotes and backslashes are escaped twice. */
export function answerBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(value)))
}

/**
 * Selects a JSON column as long as the rows before stay below `PAGE_BYTES`, and null from there on: the database then sends the bytes of
 * one page, and not of a hundred large rows.
 * @param order the page's ORDER BY, as SQL
 */
export function whileFits<Value>(column: SQLWrapper, order: SQL): SQL<Value | null> {
  const bytes = sql`octet_length(${column}::text)`
  const before = sql`sum(${bytes}) over (order by ${order} rows unbounded preceding) - ${bytes}`
  return sql<Value | null>`case when ${before} < ${PAGE_BYTES} then ${column} end`
}

function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Reads a cursor that `toPage` wrote.
 * @throws ValidationFailed if it was not. */
export function decodeCursor<Key>(cursor: string | undefined, key: z.ZodType<Key>): Key | undefined {
  if (cursor === undefined) return undefined
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new ValidationFailed({
      details: [{ path: 'cursor', message: 'Pass the nextCursor of the page before, unchanged' }],
    })
  }
}
