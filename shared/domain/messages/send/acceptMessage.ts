import { sql } from 'drizzle-orm'
import { isUniqueViolation, statement } from '#shared/database/index.ts'
import type { Context, SendContext } from '../../context.ts'
import { chargeRefusal, chargeStatement, monthOf, type Quota } from '../../usage/index.ts'
import { insertPending, type NewMessage, type PendingRow, pendingRow } from './internal/writePendingWithin.ts'

const accept = statement<PendingRow>((value) => {
  const isThere = sql`exists (
    select 1 from messages where session_id = ${value('sessionId')} and id = ${value('id')} and sender = ${value('sender')})`
  const charge = {
    appId: value('appId'),
    month: value('chargedMonth'),
    counter: 'messages',
    units: 1,
  } as const
  return sql`
    with charged as (${chargeStatement(charge, sql`not ${isThere}`)}),
    written as (
      ${insertPending(value, sql`charged`)}
    )
    select ${isThere} as "isThere", charged.used, charged.max from (select) as once left join charged on true`
})

/**
 * Inserts a message's row and charges its unit, both or none. Returns null if an earlier run has done so. In a process that handles
 * many requests, concurrent messages of an app share a statement.
 * @throws LimitExceeded
 */
export async function acceptMessage({
  ctx,
  input: message,
}: {
  ctx: SendContext
  input: Omit<NewMessage, 'chargedMonth'>
}): Promise<Quota | null> {
  const row = pendingRow(ctx, { ...message, chargedMonth: monthOf(ctx.now()) })
  return ctx.sharedSends ? await ctx.sharedSends.accept(row) : await acceptRow({ ctx, input: row })
}

/**
 * Inserts a row and charges its unit. One statement does both, because each send of the account waits while the counter is locked. If
 * two runs of one request overlap, the second run finds the row, and its own charge is rolled back.
 * @throws LimitExceeded
 */
export async function acceptRow({
  ctx,
  input: row,
}: {
  ctx: Pick<Context, 'db'>
  input: PendingRow
}): Promise<Quota | null> {
  const charge = { appId: row.appId, counter: 'messages', units: 1, now: row.createdAt } as const
  try {
    const { rows } = await ctx.db.execute<{ isThere: boolean; used: number | null; max: number | null }>(
      accept(row),
    )
    const [found] = rows
    if (found?.isThere) return null
    if (!found || found.used === null) throw await chargeRefusal({ ctx, input: charge })
    return { month: row.chargedMonth, used: found.used, limit: found.max }
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
