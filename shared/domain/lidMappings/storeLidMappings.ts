import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { lidMappings } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'

/** A person's two JIDs, without devices. */
export interface LidMapping {
  lid: string
  phoneJid: string
}

/** Messages that one transaction moves. */
const MOVED_AT_ONCE = 500

/**
 * Remembers which numbers are behind LIDs. What was stored under a LID before moves to the number, so that a chat
 * is one chat. A write that the fence keeps out is made by the next owner, when it hears the same. The messages move in batches, and the
 * mapping is written with the last batch: a host that dies in between leaves the mapping unknown, and the next owner goes on.
 */
export async function storeLidMappings({
  ctx,
  input: { lease, sessionId, mappings },
}: {
  ctx: Pick<Context, 'db'>
  input: { lease: Lease; sessionId: string; mappings: readonly LidMapping[] }
}): Promise<void> {
  // One statement may change a row once only: the last word counts.
  const unique = [...new Map(mappings.map((mapping) => [mapping.lid, mapping])).values()]
  const fresh = await findFresh(ctx, sessionId, unique)
  if (fresh.length === 0) return
  while (!(await moveSome(ctx, lease, sessionId, fresh)));
}

/** Those mappings that are new, or say something else than before. */
async function findFresh(
  ctx: Pick<Context, 'db'>,
  sessionId: string,
  mappings: readonly LidMapping[],
): Promise<LidMapping[]> {
  const known = await phoneJidsOf({ ctx, input: { sessionId, lids: mappings.map(({ lid }) => lid) } })
  return mappings.filter(({ lid, phoneJid }) => known.get(lid) !== phoneJid)
}

/** Moves a batch of messages. Answers whether that was the last one, and the mappings are written. */
async function moveSome(
  ctx: Pick<Context, 'db'>,
  lease: Lease,
  sessionId: string,
  fresh: readonly LidMapping[],
): Promise<boolean> {
  return await ctx.db.transaction(async (tx) => {
    // The author is part of a message's key: one that is there under both names keeps them.
    const { rowCount } = await tx.execute(sql`
      update messages t set remote_jid = m.phone_jid, sender = case when sender = m.lid then m.phone_jid else sender end
      from ${toTable(fresh)}
      where t.session_id = ${sessionId} and t.remote_jid = m.lid and t.ctid = any (array(
        select one.ctid from messages one join ${toTable(fresh)} on one.remote_jid = m.lid
        where one.session_id = ${sessionId} and not exists (
          select 1 from messages o where o.session_id = one.session_id and o.id = one.id and o.sender = m.phone_jid)
        limit ${MOVED_AT_ONCE})) and ${holdsLease(lease)}`)
    if ((rowCount ?? 0) === MOVED_AT_ONCE) return false
    await tx.execute(sql`
      insert into lid_mappings (session_id, lid, phone_jid)
      select ${sessionId}, m.lid, m.phone_jid from ${toTable(fresh)}
      where ${holdsLease(lease)}
      on conflict (session_id, lid) do update set phone_jid = excluded.phone_jid
      where lid_mappings.phone_jid <> excluded.phone_jid`)
    await tx.execute(sql`
      delete from contacts using ${toTable(fresh)}
      where session_id = ${sessionId} and jid = m.lid and ${holdsLease(lease)}`)
    return true
  })
}

/** The mappings as a table `m (lid, phone_jid)`. */
function toTable(mappings: readonly LidMapping[]): SQL {
  const lids = sql.param(mappings.map(({ lid }) => lid))
  const phones = sql.param(mappings.map(({ phoneJid }) => phoneJid))
  return sql`unnest(${lids}::text[], ${phones}::text[]) as m (lid, phone_jid)`
}

/** The phone-number JIDs behind LIDs, those that are known. */
export async function phoneJidsOf({
  ctx,
  input: { sessionId, lids },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; lids: readonly string[] }
}): Promise<Map<string, string>> {
  if (lids.length === 0) return new Map()
  const rows = await ctx.db
    .select({ lid: lidMappings.lid, phoneJid: lidMappings.phoneJid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), inArray(lidMappings.lid, [...lids])))
  return new Map(rows.map(({ lid, phoneJid }) => [lid, phoneJid]))
}
