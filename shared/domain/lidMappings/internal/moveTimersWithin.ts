import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../../fleet/index.ts'

/**
 * Moves the timers of chats from LIDs to numbers. If both have a timer, the newest setting counts.
 * @param mappings a table `m (lid, phone_jid)`
 */
export async function moveTimersWithin(
  tx: Transaction,
  lease: Lease,
  sessionId: string,
  mappings: SQL,
): Promise<void> {
  await tx.execute(sql`
    with moved as (
      delete from chats using ${mappings}
      where session_id = ${sessionId} and jid = m.lid and ${holdsLease(lease)}
      returning m.phone_jid, ephemeral_seconds, ephemeral_at
    )
    insert into chats (session_id, jid, ephemeral_seconds, ephemeral_at)
    select distinct on (phone_jid) ${sessionId}, phone_jid, ephemeral_seconds, ephemeral_at
    from moved order by phone_jid, ephemeral_at desc
    on conflict (session_id, jid) do update
      set ephemeral_seconds = excluded.ephemeral_seconds, ephemeral_at = excluded.ephemeral_at
      where excluded.ephemeral_at > chats.ephemeral_at`)
}
