import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { lidMappings } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'

/** A person's two JIDs, without devices. */
export interface LidMapping {
  lid: string
  phoneJid: string
}

/**
 * Remembers which numbers are behind LIDs. What was stored under a LID before moves to the number, so that a chat
 * is one chat. A write that the fence keeps out is made by the next owner, when it hears the same.
 */
export async function rememberLids(
  ctx: Pick<Context, 'db'>,
  lease: Lease,
  sessionId: string,
  mappings: readonly LidMapping[],
): Promise<void> {
  if (mappings.length === 0) return
  // One statement may change a row once only: the last word counts.
  const unique = [...new Map(mappings.map((mapping) => [mapping.lid, mapping])).values()]
  await ctx.db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ lid: string }>(sql`
      insert into lid_mappings (session_id, lid, phone_jid)
      select ${sessionId}, m.lid, m.phone_jid from ${toTable(unique)}
      where ${holdsLease(lease)}
      on conflict (session_id, lid) do update set phone_jid = excluded.phone_jid
      where lid_mappings.phone_jid <> excluded.phone_jid
      returning lid`)
    if (rows.length === 0) return
    const learned = new Set(rows.map(({ lid }) => lid))
    const fresh = toTable(unique.filter(({ lid }) => learned.has(lid)))
    // The author is part of a message's key: one that is there under both names keeps them.
    await tx.execute(sql`
      update messages t set remote_jid = m.phone_jid, sender = case when sender = m.lid then m.phone_jid else sender end
      from ${fresh}
      where session_id = ${sessionId} and remote_jid = m.lid and not exists (
        select 1 from messages o where o.session_id = t.session_id and o.id = t.id and o.sender = m.phone_jid)`)
    await tx.execute(sql`delete from contacts using ${fresh} where session_id = ${sessionId} and jid = m.lid`)
  })
}

/** The mappings as a table `m (lid, phone_jid)`. */
function toTable(mappings: readonly LidMapping[]): SQL {
  const lids = sql.param(mappings.map(({ lid }) => lid))
  const phones = sql.param(mappings.map(({ phoneJid }) => phoneJid))
  return sql`unnest(${lids}::text[], ${phones}::text[]) as m (lid, phone_jid)`
}

/** The phone-number JIDs behind LIDs, those that are known. */
export async function phoneJidsOf(
  ctx: Pick<Context, 'db'>,
  sessionId: string,
  lids: readonly string[],
): Promise<Map<string, string>> {
  if (lids.length === 0) return new Map()
  const rows = await ctx.db
    .select({ lid: lidMappings.lid, phoneJid: lidMappings.phoneJid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), inArray(lidMappings.lid, [...lids])))
  return new Map(rows.map(({ lid, phoneJid }) => [lid, phoneJid]))
}
