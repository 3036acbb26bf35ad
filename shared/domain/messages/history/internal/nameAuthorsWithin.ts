import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { hasAuthors } from '#shared/jid.ts'
import type { InboundMessage } from '../../inbound/index.ts'

/**
 * Gives stored messages of groups the authors under which they are imported, so that an import duplicates no message. An earlier
 * release stored imported messages without their authors, and a message may be stored under the author's LID.
 */
export async function nameAuthorsWithin(
  tx: Transaction,
  sessionId: string,
  messages: readonly InboundMessage[],
): Promise<void> {
  const named = messages.filter(({ fromMe, remoteJid }) => !fromMe && hasAuthors(remoteJid))
  if (named.length === 0) return
  const rows = named.map(({ id, sender, participant, remoteJid }) => ({
    id,
    sender,
    participant,
    remote_jid: remoteJid,
  }))
  await tx.execute(sql`
    update messages m set sender = n.sender, participant = n.participant
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id text, sender text, participant text, remote_jid text)
    where m.session_id = ${sessionId} and m.id = n.id and m.remote_jid = n.remote_jid and not m.from_me
      and (m.sender = n.remote_jid or exists (
        select 1 from lid_mappings l where l.session_id = m.session_id and l.lid = m.sender and l.phone_jid = n.sender))
      and not exists (
        select 1 from messages o where o.session_id = m.session_id and o.id = n.id and o.sender = n.sender)`)
}
