import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { accounts, apps, type Queryable, usageCounters } from '#shared/database/index.ts'
import { LimitExceeded, NotFound } from '#shared/errors/index.ts'
import { PLANS, planLimit } from '../accounts/index.ts'
import { monthOf } from './month.ts'

/** Units that are counted by month. */
export type Counter = 'messages' | 'broadcast'

/** Usage of an account in a month, with the limit of its plan. */
export interface Quota {
  month: string
  used: number
  /** Null means unlimited. */
  limit: number | null
}

/**
 * Charges units to the month of an app's account, all or none. The statement that counts also checks the limit, so that
 * concurrent charges cannot exceed the limit. Other charges of the account wait until the transaction ends: make the
 * charge the last statement.
 * @throws LimitExceeded; NotFound if the app does not exist
 */
export async function chargeUsage({
  ctx: { db },
  input,
}: {
  ctx: { db: Queryable }
  input: { appId: string; counter: Counter; units: number; now: Date }
}): Promise<Quota> {
  const { rows } = await db.execute<{ used: number; max: number | null }>(
    chargeStatement({ ...input, month: monthOf(input.now) }),
  )
  const [row] = rows
  if (!row) throw await chargeRefusal({ ctx: { db }, input })
  return { month: monthOf(input.now), used: row.used, limit: row.max }
}

/**
 * Returns the statement of a charge, as a part of a larger statement. The charge returns `used` and `max`. The charge
 * returns no row if the limit is reached or the condition is false. A value may be the place of a value, and `units` an expression.
 */
export function chargeStatement(
  input: { appId: string | SQLWrapper; month: string | SQLWrapper; counter: Counter; units: number | SQL },
  condition: SQL = sql`true`,
): SQL {
  const { appId, month, counter, units } = input
  return sql`
    insert into usage_counters as mine (account_id, month, ${columnOf(counter)})
    select accounts.id, ${month}, ${units}::integer from apps join accounts on accounts.id = apps.account_id
    where apps.id = ${appId} and (${units}::integer <= ${planLimit(counter)}) is not false and ${condition}
    on conflict (account_id, month) do update set ${columnOf(counter)} = ${after(counter)}
    where (${after(counter)} <= ${limitOfMine(counter)}) is not false
    returning mine.${columnOf(counter)} as used, ${limitOfMine(counter)} as max`
}

/**
 * Throws early if the limit is already reached. The check reserves nothing, so that a later charge may still fail.
 * @throws LimitExceeded
 */
export async function assertUnitsLeft({
  ctx: { db },
  input: { appId, counter, now },
}: {
  ctx: { db: Queryable }
  input: { appId: string; counter: Counter; now: Date }
}): Promise<void> {
  const { rows } = await db.execute(sql`
    select 1 from apps join accounts on accounts.id = apps.account_id
    join usage_counters on usage_counters.account_id = accounts.id and usage_counters.month = ${monthOf(now)}
    where apps.id = ${appId} and usage_counters.${columnOf(counter)} >= ${planLimit(counter)}`)
  if (rows.length > 0) throw await chargeRefusal({ ctx: { db }, input: { appId, counter, units: 1, now } })
}

/** Refunds units to the month of their charge. */
export async function returnUnits({
  ctx: { db },
  input,
}: {
  ctx: { db: Queryable }
  input: { appId: string; counter: Counter; units: number; month: string }
}): Promise<void> {
  const column = columnOf(input.counter)
  await db.execute(sql`
    update usage_counters set ${column} = greatest(usage_counters.${column} - ${input.units}::integer, 0)
    from apps where apps.id = ${input.appId} and usage_counters.account_id = apps.account_id
    and usage_counters.month = ${input.month}`)
}

const columnOf = (counter: Counter) => sql.identifier(counter)
const after = (counter: Counter) => sql`mine.${columnOf(counter)} + excluded.${columnOf(counter)}`
const limitOfMine = (counter: Counter) =>
  sql`(select ${planLimit(counter)} from accounts where accounts.id = mine.account_id)`

/** Returns the error of a refused charge. */
export async function chargeRefusal({
  ctx: { db },
  input: { appId, counter, units, now },
}: {
  ctx: { db: Queryable }
  input: { appId: string; counter: Counter; units: number; now: Date }
}): Promise<Error> {
  const [account] = await db
    .select({ plan: accounts.plan, used: usageCounters[counter] })
    .from(apps)
    .innerJoin(accounts, eq(accounts.id, apps.accountId))
    .leftJoin(
      usageCounters,
      and(eq(usageCounters.accountId, accounts.id), eq(usageCounters.month, monthOf(now))),
    )
    .where(eq(apps.id, appId))
  if (!account) return new NotFound({ what: 'App', id: appId })
  const limit = PLANS[account.plan][counter] ?? 0
  const left = Math.max(0, limit - (account.used ?? 0))
  return new LimitExceeded({ what: counter, limit, ...(units > 1 && { left }) })
}
