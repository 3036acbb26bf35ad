import { type SQL, sql } from 'drizzle-orm'
import type { MessageSource } from '#shared/contracts/messages.ts'
import { messages, type Transaction } from '#shared/database/index.ts'

/** Columns that a refund needs from an UPDATE or DELETE of messages. */
export const CHARGE_COLUMNS = {
  appId: messages.appId,
  source: messages.source,
  chargedMonth: messages.chargedMonth,
}

/**
 * New `charged_month` of a message that ends FAILED. Only a message that WhatsApp never accepted keeps its month, and
 * is refunded.
 */
export const UNSENT_CHARGE: SQL<string | null> =
  sql`case when ${messages.status} = 'PENDING' then ${messages.chargedMonth} end`

interface Charge {
  appId: string
  source: MessageSource
  chargedMonth: string | null
}

/**
 * Refunds the units of messages that WhatsApp never accepted, each to the month of its charge. The refund belongs to
 * the transaction that ends the messages, so that each unit is refunded once.
 */
export async function refundMessagesWithin(tx: Transaction, ended: readonly Charge[]): Promise<void> {
  const charged = ended.filter(({ chargedMonth }) => chargedMonth !== null)
  if (charged.length === 0) return
  const apps = sql.param(charged.map(({ appId }) => appId))
  const months = sql.param(charged.map(({ chargedMonth }) => chargedMonth))
  const areBroadcast = sql.param(charged.map(({ source }) => source === 'broadcast'))
  // The counters are locked in one order: two refunds of several accounts could otherwise deadlock.
  await tx.execute(sql`
    with refunds as (
      select apps.account_id, r.month,
        count(*) filter (where r.is_broadcast)::int as broadcast,
        count(*) filter (where not r.is_broadcast)::int as messages
      from unnest(${apps}::text[], ${months}::text[], ${areBroadcast}::boolean[]) as r (app_id, month, is_broadcast)
      join apps on apps.id = r.app_id group by apps.account_id, r.month
    ),
    locked as (
      select u.account_id, u.month from usage_counters u join refunds using (account_id, month)
      order by u.account_id, u.month for update of u
    )
    update usage_counters u set
      messages = greatest(u.messages - refunds.messages, 0),
      broadcast = greatest(u.broadcast - refunds.broadcast, 0)
    from refunds join locked using (account_id, month)
    where u.account_id = refunds.account_id and u.month = refunds.month`)
}
