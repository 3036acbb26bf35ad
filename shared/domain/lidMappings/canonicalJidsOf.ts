import { and, eq, inArray, or } from 'drizzle-orm'
import { lidMappings, type Queryable } from '#shared/database/index.ts'
import { isLid } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'

/**
 * Returns the canonical JIDs of LIDs and of numbers with several spellings, by the given JIDs. The number beside a LID is canonical. The
 * result lacks a JID whose canonical JID is unknown, and a number with one spelling.
 */
export async function canonicalJidsOf({
  ctx,
  input: { sessionId, jids },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jids: readonly string[] }
}): Promise<Map<string, string>> {
  const lids = jids.filter(isLid)
  const spelled = jids.filter((jid) => jidSpellingsOf(jid).length > 1)
  if (lids.length === 0 && spelled.length === 0) return new Map()
  const rows = await ctx.db
    .select({ lid: lidMappings.lid, phoneJid: lidMappings.phoneJid })
    .from(lidMappings)
    .where(
      and(
        eq(lidMappings.sessionId, sessionId),
        or(
          lids.length === 0 ? undefined : inArray(lidMappings.lid, lids),
          spelled.length === 0 ? undefined : inArray(lidMappings.phoneJid, spelled.flatMap(jidSpellingsOf)),
        ),
      ),
    )
  const byLid = new Map(rows.map(({ lid, phoneJid }) => [lid, phoneJid]))
  const known = new Set(byLid.values())
  return new Map(
    jids.flatMap((jid) => {
      // Two spellings with different LIDs are two accounts.
      const canonical =
        byLid.get(jid) ?? [jid, ...jidSpellingsOf(jid)].find((spelling) => known.has(spelling))
      return canonical === undefined ? [] : [[jid, canonical] as const]
    }),
  )
}
