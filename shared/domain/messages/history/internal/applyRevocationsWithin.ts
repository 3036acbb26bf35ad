import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import type { NewEvent } from '../../../events/index.ts'
import { changeEvent } from '../../inbound/index.ts'
import { ERASED_COLUMNS, eraseMessages } from '../../internal/eraseMessages.ts'

/** A message that the history shows as revoked. */
export interface Revocation {
  id: string
  sender: string
}

/** Erases stored messages that the history shows as revoked, and returns the events of the revocations. */
export async function applyRevocationsWithin(
  tx: Transaction,
  owner: { sessionId: string; appId: string },
  revoked: readonly Revocation[],
  now: Date,
): Promise<NewEvent<'message.updated' | 'message.deleted'>[]> {
  if (revoked.length === 0) return []
  const { rows } = await tx.execute<{ id: string; sender: string; chat: string }>(sql`
    with gone as materialized (
      select ${ERASED_COLUMNS}
      from messages m join jsonb_to_recordset(${JSON.stringify(revoked)}::jsonb) as r (id text, sender text) using (id, sender)
      where m.session_id = ${owner.sessionId} and m.deleted_at is null
      order by m.id, m.sender for update of m
    ),
    ${eraseMessages(sql`gone`, now)}
    update messages m set content = '{}', media = null, payload = null, preview = null, secret = null,
      deleted_at = ${now.toISOString()}::timestamptz
    from gone where m.session_id = gone.session_id and m.id = gone.id and m.sender = gone.sender
    returning m.id, m.sender, m.remote_jid as chat`)
  return rows.map(({ id, sender, chat }) => ({
    ...changeEvent({ ...owner, chat }, { kind: 'deleted', messageId: id }, now),
    messageSender: sender,
  }))
}
