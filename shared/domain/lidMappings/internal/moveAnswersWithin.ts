import { sql } from 'drizzle-orm'
import { arrayParam, type Transaction } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../../fleet/index.ts'

/** Moves the answers of people to polls and events to other JIDs of the same persons. The newest answer of a person stays. */
export async function moveAnswersWithin(
  tx: Transaction,
  lease: Lease,
  sessionId: string,
  moves: readonly { from: string; to: string }[],
): Promise<void> {
  const from = arrayParam(moves.map((move) => move.from))
  const to = arrayParam(moves.map((move) => move.to))
  await tx.execute(sql`
    with moved as (
      delete from message_answers a using unnest(${from}::text[], ${to}::text[]) as m (moved_from, moved_to)
      where a.session_id = ${sessionId} and a.voter = m.moved_from and ${holdsLease(lease)}
      returning a.session_id, a.message_id, a.message_sender, m.moved_to, a.choices, a.guests, a.answered_at
    )
    insert into message_answers (session_id, message_id, message_sender, voter, choices, guests, answered_at)
    select distinct on (session_id, message_id, message_sender, moved_to) * from moved
    order by session_id, message_id, message_sender, moved_to, answered_at desc
    on conflict (session_id, message_id, message_sender, voter) do update
      set choices = excluded.choices, guests = excluded.guests, answered_at = excluded.answered_at
      where message_answers.answered_at < excluded.answered_at`)
}
