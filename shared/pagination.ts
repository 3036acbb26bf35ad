import type { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'

export interface Page<Item> {
  items: Item[]
  pagination: { limit: number; nextCursor: string | null }
}

/**
 * Makes a page out of one row more than its limit: that there is one more says that there is a next page. A cursor
 * is the sort key of the page's last row; it is opaque to users.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null
  return { items: shown.map(toItem), pagination: { limit, nextCursor } }
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
