import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'

/** Deletes up to `rows` rows. Returns the number of examined rows, which is smaller than `rows` if no rows are left. */
export type DeleteStep = (tx: Transaction, rows: number) => Promise<number>

export interface Rows {
  table: string
  /** Condition that selects the rows. One index covers `where` and `order`. */
  where: SQL
  /** Columns that order the rows, with their SQL types. */
  order: Readonly<Record<string, string>>
  /**
   * Condition for selected rows that stay unchanged. The step passes over these rows, so that `order` must be unique.
   */
  unless?: SQL
}

interface Page {
  looked: number
  changed: number
}

/** Creates a step that deletes rows. See `changeRows`. */
export function deleteRows(rows: Rows): DeleteStep {
  const step = changeRows({ ...rows, change: sql`delete from ${sql.identifier(rows.table)}` })
  return async (tx, most) => (await step(tx, most)).looked
}

/**
 * Creates a step that changes rows in the order of an index. Each batch begins where the previous batch ended, because
 * an index scan from the beginning passes over all dead entries. The step skips locked rows, so that it waits for no
 * other transaction.
 * @param change beginning of an UPDATE or DELETE, up to its WHERE
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
