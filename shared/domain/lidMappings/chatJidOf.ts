import type { Queryable } from '#shared/database/index.ts'
import { isLid } from '#shared/jid.ts'
import { phoneJidsOf } from './storeLidMappings.ts'

/** Returns the phone-number JID of a chat if it is known, because chats are stored under numbers. */
export async function chatJidOf({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<string> {
  if (!isLid(jid)) return jid
  return (await phoneJidsOf({ ctx, input: { sessionId, lids: [jid] } })).get(jid) ?? jid
}
