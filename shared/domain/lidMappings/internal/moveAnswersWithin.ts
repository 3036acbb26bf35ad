import { sql } from 'drizzle-orm'
import { arrayParam, type Transaction } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../../fleet/index.ts'

/** Moves the answers of people to polls and events from the LID to the number. The newest answer of a person stays. */
export async function moveAnswersWithin(
  tx: Transaction,
  lease: Lease,
  sessionId: string,
  mappings: readonly { lid: string; phoneJid: string }[],
): Promise<void> {
  const lids = arrayParam(mappings.map(({ lid }) => lid))
  const phones = arrayParam(mappings.map(({ phoneJid }) => phoneJid))
  await tx.execute(sql`
    with moved as (
      delete from message_answers a using unnest(${lids}::text[], ${phones}::text[]) as m (lid, phone_jid)
      where a.session_id = ${sessionId} and a.voter = m.lid and ${holdsLease(lease)}
      returning a.session_id, a.message_id, a.message_sender, m.phone_jid, a.choices, a.guests, a.answered_at
    )
    insert into message_answers (session_id, message_id, message_sender, voter, choices, guests, answered_at)
    select distinct on (session_id, message_id, message_sender, phone_jid) * from moved
    order by session_id, message_id, message_sender, phone_jid, answered_at desc
    on conflict (session_id, message_id, message_sender, voter) do update
      set choices = excluded.choices, guests = excluded.guests, answered_at = excluded.answered_at
      where message_answers.answered_at < excluded.answered_at`)
}
