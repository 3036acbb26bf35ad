import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'

/** Limits of the matches that one batch reads into memory: rows, and bytes of JSON. */
const MOST_MATCHES = 200
const MOST_BYTES = 2_000_000

export interface Scan {
  /** A table, or a join. */
  from: SQL
  /** Select list. */
  columns: SQL
  /** Condition that selects the rows to examine. One index covers `where` and `order`. */
  where: SQL
  /** Expressions that order the rows uniquely, with their SQL types. */
  order: readonly (readonly [expression: string, type: string])[]
  /** Condition that selects the rows of the person among the examined rows. */
  matches?: SQL
}

/** A page of examined rows, with the matches among them. */
export interface Scanned<Row> {
  rows: Row[]
  looked: number
  last: string[] | null
  isCut: boolean
}

/**
 * Examines the next rows of a table in the order of an index, and returns the matches. The page ends earlier if the matches exceed
 * the limits of memory. Locks nothing.
 */
export async function scanWithin<Row>(
  tx: Transaction,
  { from, columns, where, order, matches = sql`true` }: Scan,
  after: readonly string[] | null,
  most: number,
): Promise<Scanned<Row>> {
  const keys = order.map(([expression]) => expression).join(', ')
  const asText = order.map(([expression]) => `(${expression})::text`).join(', ')
  const values = order.map(([, type], index) => sql`${after?.[index]}::text::${sql.raw(type)}`)
  const begin = after ? sql`and (${sql.raw(keys)}) > (${sql.join(values, sql`, `)})` : sql``
  const { rows } = await tx.execute<{
    looked: number
    matched: number
    last: string[] | null
    taken: { key: string[]; row: Row }[]
  }>(sql`
    with page as materialized (
      select row_number() over (order by ${sql.raw(keys)}) as nth, array[${sql.raw(asText)}] as key,
        case when ${matches} then (select to_jsonb(one) from (select ${columns}) one) end as row
      from ${from}
      where ${where} ${begin} order by ${sql.raw(keys)} limit ${most}
    ),
    hits as (
      select nth, key, row, row_number() over (order by nth) as place,
        sum(octet_length(row::text)) over (order by nth rows unbounded preceding) - octet_length(row::text) as before
      from page where row is not null
    )
    select (select count(*)::int from page) as looked, (select count(*)::int from hits) as matched,
      (select key from page order by nth desc limit 1) as last,
      (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'row', row) order by nth), '[]') from hits
        where place <= ${MOST_MATCHES} and before < ${MOST_BYTES}) as taken`)
  const { looked, matched, last, taken } = rows[0] ?? { looked: 0, matched: 0, last: null, taken: [] }
  const isCut = taken.length < matched
  return {
    rows: taken.map(({ row }) => row),
    looked,
    last: (isCut ? taken.at(-1)?.key : last) ?? null,
    isCut,
  }
}
