import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import type { InboundMessage } from '../../inbound/index.ts'

/**
 * Gives stored messages without a secret the sealed secret of the history, so that later changes of the messages can be decrypted. An
 * earlier release stored no secrets.
 */
export async function addSecretsWithin(
  tx: Transaction,
  sessionId: string,
  messages: readonly InboundMessage[],
): Promise<void> {
  const rows = messages.flatMap(({ id, sender, secret }) =>
    // The text form of a bytea.
    secret ? [{ id, sender, secret: `\\x${secret.toString('hex')}` }] : [],
  )
  if (rows.length === 0) return
  await tx.execute(sql`
    update messages m set secret = given.secret
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id text, sender text, secret bytea)
    where m.session_id = ${sessionId} and m.id = given.id and m.sender = given.sender
      and m.secret is null and m.deleted_at is null`)
}
