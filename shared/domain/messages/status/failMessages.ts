import { type SQL, sql } from 'drizzle-orm'
import type { MessageSource } from '#shared/contracts/messages.ts'
import type { Database, Transaction } from '#shared/database/index.ts'
import { emitFrom } from '../../events/index.ts'
import { refundMessages, UNSENT_CHARGE } from '../../usage/index.ts'
import { updateCampaignRecipients } from './updateCampaignRecipients.ts'

export interface Failed {
  [column: string]: unknown
  sessionId: string
  id: string
  appId: string
  source: MessageSource
  chargedMonth: string | null
}

/** Ends messages of ours FAILED, tells of it, and gives back the units of those that WhatsApp never took. Answers which.
 * @param which a condition on messages
 * @param error an expression for the reason of each */
export async function fail({
  ctx: { db },
  input: { which, error, now },
}: {
  ctx: { db: Database }
  input: { which: SQL; error: SQL; now: Date }
}): Promise<Failed[]> {
  return await db.transaction((tx) => failWithin(tx, which, error, now))
}

/** The same, as a part of something larger. */
export async function failWithin(tx: Transaction, which: SQL, error: SQL, now: Date): Promise<Failed[]> {
  const { rows } = await tx.execute<Failed>(sql`
      with failed as (
        update messages set status = 'FAILED', error = ${error}, charged_month = ${UNSENT_CHARGE} where ${which}
        returning session_id, app_id, remote_jid, id, error, source, charged_month, status as becomes
      ),
      followed as (${updateCampaignRecipients(sql`failed`)}),
      facts as (
        select session_id, app_id, remote_jid, 'message.failed' as type,
          jsonb_build_object('id', id, 'session', session_id, 'remoteJid', remote_jid, 'reason', error) as data
        from failed
      ),
      emitted as (${emitFrom(sql`facts`, now)})
      select session_id as "sessionId", id, app_id as "appId", source, charged_month as "chargedMonth" from failed`)
  await refundMessages(tx, rows)
  return rows
}
