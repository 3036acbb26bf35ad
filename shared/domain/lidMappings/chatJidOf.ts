import { and, eq, inArray } from 'drizzle-orm'
import { lidMappings, type Queryable } from '#shared/database/index.ts'
import { isLid } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import { phoneJidsOf } from './storeLidMappings.ts'

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
  if (isLid(jid)) return (await phoneJidsOf({ ctx, input: { sessionId, lids: [jid] } })).get(jid) ?? jid
  const spellings = jidSpellingsOf(jid)
  if (spellings.length === 1) return jid
  const known = await ctx.db
    .select({ jid: lidMappings.phoneJid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), inArray(lidMappings.phoneJid, spellings)))
  if (known.some((one) => one.jid === jid)) return jid
  return known[0]?.jid ?? jid
}
