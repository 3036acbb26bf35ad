import { type SQL, sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { type AnySection, defineSection, type Line } from './section.ts'

/** A table of a session's rows, each about one person. */
interface KeyedTable<Row> {
  table: string
  columns: readonly (keyof Row & string)[]
  /** The column that is the primary key together with `session_id`: a JID of the person. */
  key: keyof Row & string
  /** Another column with a JID of the person. */
  alias?: keyof Row & string
  /** Returns the line of a row, without the session. */
  toLine(row: Row): Line
}

/** Defines the section of a table whose primary key names the session and the person. */
export function defineKeyedSection<Row extends Record<string, unknown>>({
  table,
  columns,
  key,
  alias,
  toLine,
}: KeyedTable<Row>): AnySection {
  const from = sql.identifier(table)
  const column: SQL = sql`${sql.identifier(key)}`
  return defineSection<Row>({
    scope: 'session',
    find: (tx, { sessionId, person }, after, most) => {
      const isKey = isJidIn(person, column)
      const isPerson = alias ? sql`(${isKey} or ${isJidIn(person, sql`${sql.identifier(alias)}`)})` : isKey
      return scanWithin(
        tx,
        {
          from: sql`${from}`,
          columns: sql.join(
            columns.map((name) => sql.identifier(name)),
            sql`, `,
          ),
          where: sql`session_id = ${sessionId} and ${isPerson}`,
          order: [[key, 'text']],
        },
        after,
        most,
      )
    },
    async erase(tx, { sessionId }, rows) {
      const keys = arrayParam(rows.map((row) => String(row[key])))
      await tx.execute(
        sql`delete from ${from} where session_id = ${sessionId} and ${column} = any(${keys}::text[])`,
      )
    },
    toLines: async (_tx, { sessionId }, rows) =>
      rows.map((row) => {
        const { type, ...facts } = toLine(row)
        return { type, session: sessionId, ...facts }
      }),
  })
}
