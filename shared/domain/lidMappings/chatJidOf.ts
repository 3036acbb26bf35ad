import type { Queryable } from '#shared/database/index.ts'
import { canonicalJidsOf } from './canonicalJidsOf.ts'

/**
 * Returns the JID that a chat is stored under: the phone-number JID if it is known, in the spelling that WhatsApp knows. A number with one
 * spelling needs no query.
 */
export async function chatJidOf({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<string> {
  return (await canonicalJidsOf({ ctx, input: { sessionId, jids: [jid] } })).get(jid) ?? jid
}
