import type { Queryable } from '#shared/database/index.ts'
import { usernameOf } from '#shared/username.ts'
import { canonicalJidsOf } from './canonicalJidsOf.ts'
import { lidOfUsername } from './lidOfUsername.ts'

/**
 * Returns the JID that a chat is stored under: the phone-number JID if it is known, in the spelling that WhatsApp knows. A number with one
 * spelling needs no query.
 * @param input.jid a JID, or `@username`; the answer is the same text if the session does not know the username
 */
export async function chatJidOf({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<string> {
  const username = usernameOf(jid)
  const named = username === null ? jid : await lidOfUsername({ ctx, input: { sessionId, username } })
  if (named === null) return jid
  return (await canonicalJidsOf({ ctx, input: { sessionId, jids: [named] } })).get(named) ?? named
}
