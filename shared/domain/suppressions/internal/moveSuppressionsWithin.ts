import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../../fleet/index.ts'
import { personOf } from '../person.ts'

/**
 * Moves the suppressions of LIDs to their numbers, in the app of a session. If the number has a suppression too, that suppression
 * stays and the other is deleted.
 */
export async function moveSuppressionsWithin(
  tx: Transaction,
  lease: Lease,
  sessionId: string,
  mappings: readonly { lid: string; phoneJid: string }[],
): Promise<void> {
  const rows = mappings.map(({ lid, phoneJid }) => ({ lid, ...personOf(phoneJid) }))
  await tx.execute(sql`
    with moved as (
      delete from broadcast_suppressions b
      using sessions s, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (lid text, person text, phone text)
      where s.id = ${sessionId} and b.app_id = s.app_id and b.person = m.lid and ${holdsLease(lease)}
      returning b.*, m.person as known_person, m.phone as known_phone
    )
    insert into broadcast_suppressions (app_id, person, phone, source, reason, session_id, message_id, created_at)
    select distinct on (known_person) app_id, known_person, known_phone, source, reason, session_id, message_id, created_at
    from moved order by known_person, created_at
    on conflict (app_id, person) do nothing`)
}
