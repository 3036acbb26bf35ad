import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'

const ROWS_OF_A_STATEMENT = 2_000

/**
 * Fills a table by a series of statements. One statement for many rows would reach the `statement_timeout` of the role on a slow
 * machine.
 * @param count number of rows
 * @param insert returns a statement that inserts a row for each number of a set of rows
 */
export async function fillRows(db: Database, count: number, insert: (numbers: SQL) => SQL): Promise<void> {
  for (let from = 1; from <= count; from += ROWS_OF_A_STATEMENT) {
    const to = Math.min(from + ROWS_OF_A_STATEMENT - 1, count)
    await db.execute(insert(sql`generate_series(${from}::int, ${to}::int)`))
  }
}
