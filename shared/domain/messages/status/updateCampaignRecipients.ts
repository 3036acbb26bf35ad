import { type SQL, sql } from 'drizzle-orm'
import { SKIPPING_FAILURES } from '#shared/contracts/broadcast.ts'

const skipping = sql.join(
  SKIPPING_FAILURES.map((failure) => sql`${failure}`),
  sql`, `,
)

/**
 * Returns a common table expression that updates campaign recipients from their messages, for a statement that changes
 * messages. The recipient keeps the status if the message is deleted later.
 * @param changed a table with app_id, id, source, `becomes` (message_status) and error
 */
export function updateCampaignRecipients(changed: SQL): SQL {
  return sql`update campaign_recipients r set error = c.error, status = (case
      when c.becomes = 'SENT' then 'sent' when c.becomes = 'DELIVERED' then 'delivered'
      when c.becomes < 'FAILED' then 'read' when c.error in (${skipping}) then 'skipped' else 'failed'
    end)::campaign_recipient_status
    from ${changed} c
    where c.source = 'broadcast' and r.message_id is not null and r.message_id = c.id and r.app_id = c.app_id`
}
