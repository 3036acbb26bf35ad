import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'

/** Deletes at most so many rows and answers how many rows it has looked at: fewer than it may where none is left. */
export type DeleteStep = (tx: Transaction, rows: number) => Promise<number>

export interface Rows {
  table: string
  /** Finds the rows, together with `order` by an index. */
  where: SQL
  /** Columns that order the rows, with their types in SQL. */
  order: Readonly<Record<string, string>>
  /** Of the rows that are found, those that stay as they are. The step passes over them, so that `order` must be unique. */
  unless?: SQL
}

interface Page {
  looked: number
  changed: number
}

/** Makes a step that deletes rows: see `changeRows`. */
export function deleteRows(rows: Rows): DeleteStep {
  const step = changeRows({ ...rows, change: sql`delete from ${sql.identifier(rows.table)}` })
  return async (tx, most) => (await step(tx, most)).looked
}

/**
 * Makes a step that changes rows in the order of an index. Each batch begins where the one before ended, because an index scan from the
 * beginning would pass over all entries that are gone already. The step passes over locked rows, so that it waits for nobody.
 * @param input.change the beginning of an UPDATE or DELETE, as far as its WHERE
 */
export function changeRows({
  table,
  where,
  order,
  unless,
  change,
}: Rows & { change: SQL }): (tx: Transaction, most: number) => Promise<Page> {
  const names = Object.keys(order).map((name) => `"${name}"`)
  const columns = sql.raw(names.join(', '))
  const descending = sql.raw(names.map((name) => `${name} desc`).join(', '))
  const asText = sql.raw(names.map((name) => `${name}::text`).join(', '))
  let last: string[] | undefined
  const whereToBegin = () => {
    if (!last) return sql``
    const values = Object.values(order).map((type, place) => sql`${last?.[place]}::text::${sql.raw(type)}`)
    return sql`and (${columns}) ${sql.raw(unless ? '>' : '>=')} (${sql.join(values, sql`, `)})`
  }
  return async (tx, most) => {
    const { rows } = await tx.execute<{ looked: number; changed: number; last: string[] | null }>(sql`
      with page as materialized (
        select ctid as place, ${unless ?? sql`false`} as stays, ${columns} from ${sql.identifier(table)}
        where ${where} ${whereToBegin()} order by ${columns} limit ${most} for update skip locked
      ), changed as (
        ${change} where ctid = any (array(select place from page where not stays)) returning 1
      )
      select (select count(*)::int from page) as looked, (select count(*)::int from changed) as changed,
        (select array[${asText}] from page order by ${descending} limit 1) as last`)
    const [page = { looked: 0, changed: 0, last: null }] = rows
    last = page.last ?? last
    return page
  }
}
