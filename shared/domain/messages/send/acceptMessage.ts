import { sql } from 'drizzle-orm'
import { isUniqueViolation } from '#shared/database/index.ts'
import type { SendContext } from '../../context.ts'
import { chargeRefusal, chargeStatement, monthOf, type Quota } from '../../usage/index.ts'
import { insertPending, type NewMessage, pendingRow } from './internal/writePendingWithin.ts'

/**
 * Writes a message's row and counts it, both or none; null if that has been done earlier. In one statement, so that the account's
 * counter, which all of its sends wait for, is held for as long as that takes. Of two runs of one request at the same time, the
 * second finds the row, and takes its own charge back with it.
 * @throws LimitExceeded
 */
export async function acceptMessage({
  ctx,
  input: message,
}: {
  ctx: SendContext
  input: Omit<NewMessage, 'chargedMonth'>
}): Promise<Quota | null> {
  const now = ctx.now()
  const row = pendingRow(ctx, { ...message, chargedMonth: monthOf(now) })
  const charge = { appId: ctx.appId, counter: 'messages', units: 1, now } as const
  const isThere = sql`exists (
    select 1 from messages where session_id = ${row.sessionId} and id = ${row.id} and sender = ${row.sender})`
  try {
    const { rows } = await ctx.db.execute<{ isThere: boolean; used: number | null; max: number | null }>(sql`
      with charged as (${chargeStatement(charge, sql`not ${isThere}`)}),
      written as (
        ${insertPending(row, sql`charged`)}
      )
      select ${isThere} as "isThere", charged.used, charged.max from (select) as once left join charged on true`)
    const [found] = rows
    if (found?.isThere) return null
    if (!found || found.used === null) throw await chargeRefusal({ ctx, input: charge })
    return { month: row.chargedMonth, used: found.used, limit: found.max }
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
