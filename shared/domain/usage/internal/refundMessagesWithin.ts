import { type SQL, sql } from 'drizzle-orm'
import type { MessageSource } from '#shared/contracts/messages.ts'
import { messages, type Transaction } from '#shared/database/index.ts'

/** What an UPDATE or DELETE of messages returns for their refund. */
export const CHARGE_COLUMNS = {
  appId: messages.appId,
  source: messages.source,
  chargedMonth: messages.chargedMonth,
}

/** What `charged_month` becomes of a message that ends FAILED: only one that WhatsApp never took is given back. */
export const UNSENT_CHARGE: SQL<string | null> =
  sql`case when ${messages.status} = 'PENDING' then ${messages.chargedMonth} end`

interface Charge {
  appId: string
  source: MessageSource
  chargedMonth: string | null
}

/**
 * Gives back the units of messages that WhatsApp never took, each to the month that it was charged to. It goes into the
 * transaction that ends them, so that each is given back once.
 */
export async function refundMessagesWithin(tx: Transaction, ended: readonly Charge[]): Promise<void> {
  const charged = ended.filter(({ chargedMonth }) => chargedMonth !== null)
  if (charged.length === 0) return
  const apps = sql.param(charged.map(({ appId }) => appId))
  const months = sql.param(charged.map(({ chargedMonth }) => chargedMonth))
  const areBroadcast = sql.param(charged.map(({ source }) => source === 'broadcast'))
  // The counters are locked in one order: two that refund several accounts would lock each other out.
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
