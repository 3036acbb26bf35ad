import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'

/**
 * Maximum size of a page, in bytes. Lambda refuses a response above 6,291,556 bytes. A single row may exceed `PAGE_BYTES`; the
 * bounds of its fields keep the row below the limit of Lambda.
 */
export const PAGE_BYTES = 3_500_000

export interface Page<Item> {
  items: Item[]
  pagination: { limit: number; nextCursor: string | null }
}

/**
 * Builds a page from the rows of a query with one row more than the limit. The page ends before the row that would exceed the
 * limit or `PAGE_BYTES`, and has at least one row. The cursor is the sort key of the page's last row, and opaque to users.
 * @param toItem returns null for a row whose column `whileFits` left out: the page ends before that row
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

/** Returns the size of a value in a response of Lambda, in bytes. Lambda's response contains the body as a JSON string, so that quotes are escaped twice. */
export function answerBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(value)))
}

/**
 * Builds the selection of a JSON column. The column is null as soon as the rows before it reach `PAGE_BYTES`. The database then
 * sends the bytes of one page, and not the bytes of a hundred large rows.
 * @param order the ORDER BY of the page, as SQL
 */
export function whileFits<Value>(column: SQLWrapper, order: SQL): SQL<Value | null> {
  const bytes = sql`octet_length(${column}::text)`
  const before = sql`sum(${bytes}) over (order by ${order} rows unbounded preceding) - ${bytes}`
  return sql<Value | null>`case when ${before} < ${PAGE_BYTES} then ${column} end`
}

/** Encodes the sort key of a row as a cursor. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * Reads a cursor.
 * @param path the field that has the cursor
 * @throws ValidationFailed if `encodeCursor` did not write the cursor
 */
export function decodeCursor<Key>(
  cursor: string | undefined,
  key: z.ZodType<Key>,
  path = 'cursor',
): Key | undefined {
  if (cursor === undefined) return undefined
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new ValidationFailed({
      details: [{ path, message: 'Pass the nextCursor of the previous page, unchanged' }],
    })
  }
}
