import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { lidMappings, type Queryable } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'
import { moveSuppressionsWithin } from '../suppressions/index.ts'
import { moveTimersWithin } from './internal/moveTimersWithin.ts'

/** The two JIDs of a person, without a device. */
export interface LidMapping {
  lid: string
  phoneJid: string
}

/** Messages that one transaction moves. */
const MOVED_AT_ONCE = 500

/**
 * Stores the numbers that belong to LIDs. Messages that are stored under a LID move to the number, so that each contact
 * has one chat. A suppression and a disappearing timer of the LID move too. If the fence rejects the write, the next owner of the partition stores the mappings when WhatsApp
 * repeats them. The messages move in batches, and the last batch writes the mappings. If a host dies before the last
 * batch, the mappings stay unknown, and the next owner continues.
 */
export async function storeLidMappings({
  ctx,
  input: { lease, sessionId, mappings },
}: {
  ctx: Pick<Context, 'db'>
  input: { lease: Lease; sessionId: string; mappings: readonly LidMapping[] }
}): Promise<void> {
  // One statement may change a row only once, so that the last mapping counts.
  const unique = [...new Map(mappings.map((mapping) => [mapping.lid, mapping])).values()]
  const fresh = await findFresh(ctx, sessionId, unique)
  if (fresh.length === 0) return
  while (!(await moveSome(ctx, lease, sessionId, fresh)));
}

/** Returns the mappings that are new, or that differ from the stored mappings. */
async function findFresh(
  ctx: Pick<Context, 'db'>,
  sessionId: string,
  mappings: readonly LidMapping[],
): Promise<LidMapping[]> {
  const known = await phoneJidsOf({ ctx, input: { sessionId, lids: mappings.map(({ lid }) => lid) } })
  return mappings.filter(({ lid, phoneJid }) => known.get(lid) !== phoneJid)
}

/** Moves a batch of messages. After the last batch, writes the mappings and returns true. */
async function moveSome(
  ctx: Pick<Context, 'db'>,
  lease: Lease,
  sessionId: string,
  fresh: readonly LidMapping[],
): Promise<boolean> {
  return await ctx.db.transaction(async (tx) => {
    // The author is part of a message's key. A message that exists under both JIDs therefore stays under both.
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
    await moveSuppressionsWithin(tx, lease, sessionId, fresh)
    await moveTimersWithin(tx, lease, sessionId, toTable(fresh))
    await tx.execute(sql`
      delete from contacts using ${toTable(fresh)}
      where session_id = ${sessionId} and jid = m.lid and ${holdsLease(lease)}`)
    return true
  })
}

/** Returns the mappings as a table `m (lid, phone_jid)`. */
function toTable(mappings: readonly LidMapping[]): SQL {
  const lids = sql.param(mappings.map(({ lid }) => lid))
  const phones = sql.param(mappings.map(({ phoneJid }) => phoneJid))
  return sql`unnest(${lids}::text[], ${phones}::text[]) as m (lid, phone_jid)`
}

/** Returns the known phone-number JIDs of LIDs, by LID. */
export async function phoneJidsOf({
  ctx,
  input: { sessionId, lids },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; lids: readonly string[] }
}): Promise<Map<string, string>> {
  if (lids.length === 0) return new Map()
  const rows = await ctx.db
    .select({ lid: lidMappings.lid, phoneJid: lidMappings.phoneJid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), inArray(lidMappings.lid, [...lids])))
  return new Map(rows.map(({ lid, phoneJid }) => [lid, phoneJid]))
}
