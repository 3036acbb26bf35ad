import { type SQL, sql } from 'drizzle-orm'

/**
 * The part of a statement that changes messages by which the recipients of campaigns follow theirs: a common table expression. The
 * message may be deleted later; how far it got is then still known. Columns that it reads of `changed`: app_id, id, source, `becomes`
 * (message_status), error.
 */
export function updateCampaignRecipients(changed: SQL): SQL {
  return sql`update campaign_recipients r set error = c.error, status = (case
      when c.becomes = 'SENT' then 'sent' when c.becomes = 'DELIVERED' then 'delivered'
      when c.becomes < 'FAILED' then 'read' when c.error = 'not_on_whatsapp' then 'skipped' else 'failed'
    end)::campaign_recipient_status
    from ${changed} c
    where c.source = 'broadcast' and r.message_id is not null and r.message_id = c.id and r.app_id = c.app_id`
}
