import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../../fleet/index.ts'

/**
 * Moves the timers of chats to other JIDs of the same persons. If both have a timer, the newest setting counts.
 * @param moves a table `m (moved_from, moved_to)`
 */
export async function moveTimersWithin(
  tx: Transaction,
  lease: Lease,
  sessionId: string,
  moves: SQL,
): Promise<void> {
  await tx.execute(sql`
    with moved as (
      delete from chats using ${moves}
      where session_id = ${sessionId} and jid = m.moved_from and ${holdsLease(lease)}
      returning m.moved_to, ephemeral_seconds, ephemeral_at
    )
    insert into chats (session_id, jid, ephemeral_seconds, ephemeral_at)
    select distinct on (moved_to) ${sessionId}, moved_to, ephemeral_seconds, ephemeral_at
    from moved order by moved_to, ephemeral_at desc
    on conflict (session_id, jid) do update
      set ephemeral_seconds = excluded.ephemeral_seconds, ephemeral_at = excluded.ephemeral_at
      where excluded.ephemeral_at > chats.ephemeral_at`)
}
