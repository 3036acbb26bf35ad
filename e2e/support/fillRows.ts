import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'

const ROWS_OF_A_STATEMENT = 500

/**
 * Settings of a fixture. A slow machine needs more time than the `statement_timeout` of the role. The checks of foreign keys are off.
 * The plans of the checks scan all rows of a session that the statistics of the table do not contain yet.
 */
const SETTINGS = sql`select set_config('statement_timeout', '0', true), set_config('session_replication_role', 'replica', true)`

/**
 * Fills a table by a series of statements. The caller guarantees that each row has the rows that it refers to.
 * @param count number of rows
 * @param insert returns a statement that inserts a row for each number of a set of rows
 */
export async function fillRows(db: Database, count: number, insert: (numbers: SQL) => SQL): Promise<void> {
  for (let from = 1; from <= count; from += ROWS_OF_A_STATEMENT) {
    const to = Math.min(from + ROWS_OF_A_STATEMENT - 1, count)
    await db.transaction(async (tx) => {
      await tx.execute(SETTINGS)
      await tx.execute(insert(sql`generate_series(${from}::int, ${to}::int)`))
    })
  }
}
