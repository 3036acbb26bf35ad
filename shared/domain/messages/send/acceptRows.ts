import { sql } from 'drizzle-orm'
import { messages, statement, type ValueOf } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { chargeStatement, type Quota } from '../../usage/index.ts'
import { PENDING_COLUMNS, type PendingRow } from './internal/writePendingWithin.ts'

/** The statement of several messages changed nothing: the limit of the plan leaves fewer units. */
export class TooFewUnits extends Error {
  override readonly name = 'TooFewUnits'

  constructor(units: number) {
    super(`The plan of the account leaves fewer than ${units} units. The statement changed nothing.`)
  }
}

type Column = (typeof PENDING_COLUMNS)[number]
type Columns = Record<Column, readonly unknown[]> & { app: string; month: string }

/** SQL type in which a column travels. PostgreSQL casts an array of JSON texts, and not an array of the driver's objects. */
const typeOf = (name: Column) => sql.raw(messages[name].getSQLType().replace('bigserial', 'bigint'))

const accept = statement<Columns>((value: ValueOf<Columns>) => {
  const names = PENDING_COLUMNS.map((name) => sql.identifier(messages[name].name))
  const arrays = PENDING_COLUMNS.map((name) => sql`${value(name)}::text[]`)
  const casts = PENDING_COLUMNS.map(
    (name) => sql`wanted.${sql.identifier(messages[name].name)}::${typeOf(name)}`,
  )
  const charge = {
    appId: value('app'),
    month: value('month'),
    counter: 'messages',
    units: sql`(select count(*) from wanted where is_new)`,
  } as const
  return sql`
    with wanted as materialized (
      select given.*, row_number() over (partition by session_id, id order by ord) = 1 and not exists (
        select 1 from messages m where m.session_id = given.session_id and m.id = given.id and m.sender = given.sender) as is_new
      from unnest(${sql.join(arrays, sql`, `)}) with ordinality as given (${sql.join(names, sql`, `)}, ord)
    ),
    charged as (${chargeStatement(charge, sql`exists (select 1 from wanted where is_new)`)}),
    written as (
      insert into messages (${sql.join(names, sql`, `)})
      select ${sql.join(casts, sql`, `)} from wanted cross join charged where is_new order by ord
    )
    select is_new as "isNew", charged.used, charged.max from wanted left join charged on true order by ord`
})

/**
 * Inserts several rows of one app and one month, and charges their units, all or none. A row that exists, or that repeats another row
 * of the input, is neither inserted nor charged.
 * @returns the quota after each row, in the order of the input; null for a row that is not new
 * @throws TooFewUnits; a unique violation if another run inserts a row at the same time
 */
export async function acceptRows({
  ctx,
  input: given,
}: {
  ctx: Pick<Context, 'db'>
  input: readonly PendingRow[]
}): Promise<(Quota | null)[]> {
  const [first] = given
  if (!first) return []
  const { appId: app, chargedMonth: month } = first
  const columns = PENDING_COLUMNS.map((name) => [name, given.map((row) => toText(row[name]))])
  const { rows } = await ctx.db.execute<{ isNew: boolean; used: number | null; max: number | null }>(
    accept({ ...(Object.fromEntries(columns) as Record<Column, unknown[]>), app, month }),
  )
  let units = rows.filter(({ isNew }) => isNew).length
  return rows.map(({ isNew, used, max }) => {
    if (!isNew) return null
    if (used === null) throw new TooFewUnits(units)
    units -= 1
    return { month, used: used - units, limit: max }
  })
}

/** Returns the text of a value, from which PostgreSQL reads the value. */
function toText(value: PendingRow[Column]): string | null {
  if (value === null) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
