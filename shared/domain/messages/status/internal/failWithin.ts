import { type SQL, sql } from 'drizzle-orm'
import type { MessageSource, SendFailure } from '#shared/contracts/messages.ts'
import type { Transaction } from '#shared/database/index.ts'
import { emitFrom, type SqlEvents } from '../../../events/index.ts'
import { refundMessagesWithin, UNSENT_CHARGE } from '../../../usage/index.ts'
import { updateCampaignRecipients } from '../updateCampaignRecipients.ts'

export interface Failed {
  [column: string]: unknown
  sessionId: string
  id: string
  appId: string
  source: MessageSource
  chargedMonth: string | null
}

const FAILED: Pick<SqlEvents<'message.failed'>, 'type' | 'data'> = {
  type: 'message.failed',
  data: {
    id: sql<string>`fact.id`,
    session: sql<string>`fact.session_id`,
    remoteJid: sql<string>`fact.remote_jid`,
    reason: sql<SendFailure>`fact.error`,
  },
}

/**
 * Ends messages of ours FAILED, emits their events, and refunds the units of messages that WhatsApp never accepted.
 * @param which a condition on messages
 * @param error an expression for the reason of each message
 * @returns the failed messages
 */
export async function failWithin(
  tx: Transaction,
  which: SQL,
  error: SQL<SendFailure>,
  now: Date,
): Promise<Failed[]> {
  const { rows } = await tx.execute<Failed>(sql`
      with failed as (
        update messages set status = 'FAILED', pending_until = null, error = ${error}, charged_month = ${UNSENT_CHARGE}
        where ${which}
        returning session_id, app_id, remote_jid, id, error, source, charged_month, status as becomes
      ),
      followed as (${updateCampaignRecipients(sql`failed`)}),
      emitted as (${emitFrom({ from: sql`failed`, ...FAILED, occurredAt: now })})
      select session_id as "sessionId", id, app_id as "appId", source, charged_month as "chargedMonth" from failed`)
  await refundMessagesWithin(tx, rows)
  return rows
}
