import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { type Fenced, holdsLease } from '../fleet/index.ts'
import { moveChats } from './internal/moveChats.ts'

/** WhatsApp's answer about a number with another spelling, as JIDs without a device. */
export interface CanonicalJid {
  /** The JID of the number in the query. */
  given: string
  /** The JID that WhatsApp knows the account by. */
  jid: string
}

/**
 * Stores the JID that WhatsApp knows an account by. Messages, names and LIDs that are stored under the given spelling move to that JID. A
 * later query of the gateway's own database finds the JID by each spelling, if the LID of the account is stored too.
 */
export async function storeCanonicalJid({
  ctx,
  input: { given, jid, ...session },
}: {
  ctx: Pick<Context, 'db'>
  input: CanonicalJid & { sessionId: string } & Fenced
}): Promise<void> {
  const { sessionId, lease } = session
  await moveChats({
    ctx,
    input: {
      ...session,
      moves: [{ from: given, to: jid }],
      last: async (tx) => {
        await tx.execute(sql`
          update lid_mappings set phone_jid = ${jid}
          where session_id = ${sessionId} and phone_jid = ${given} and ${holdsLease(lease)}`)
      },
    },
  })
}
