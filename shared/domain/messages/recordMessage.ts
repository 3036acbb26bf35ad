import { sql } from 'drizzle-orm'
import type { MessageContent, MessageSource, MessageStatus, MessageType } from '#shared/contracts/messages.ts'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'

/** A message that a connector saw: from a contact, or written by the user on the phone. */
export interface SeenMessage {
  id: string
  sender: string
  remoteJid: string
  fromMe: boolean
  participant: string | null
  type: MessageType
  content: MessageContent
  status: MessageStatus
  source: MessageSource
  pushName: string | null
  timestamp: number
}

/**
 * Stores a message that came in and marks its journal row as processed, in one transaction. One that is stored already
 * is left as it is: WhatsApp delivers at least once.
 * @param input.message null for a stanza that holds nothing to store
 * @throws LeaseLost
 */
export async function recordMessage({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  lease: Lease
  input: { sessionId: string; appId: string; journalHash: string; message: SeenMessage | null }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update inbox set processed_at = ${ctx.now().toISOString()}::timestamptz
      where session_id = ${input.sessionId} and hash = ${input.journalHash} and ${holdsLease(lease)}`)
    if (rowCount === 0) return await assertLease(tx, lease)
    if (input.message === null) return
    await tx
      .insert(messages)
      .values({ ...input.message, sessionId: input.sessionId, appId: input.appId })
      .onConflictDoNothing()
  })
}
