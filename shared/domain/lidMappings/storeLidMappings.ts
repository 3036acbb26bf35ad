import { and, eq, inArray, sql } from 'drizzle-orm'
import { arrayParam, lidMappings, type Queryable } from '#shared/database/index.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import type { Context } from '../context.ts'
import { type Fenced, holdsLease } from '../fleet/index.ts'
import { moveSuppressionsWithin } from '../suppressions/index.ts'
import { moveChats } from './internal/moveChats.ts'

/** The two JIDs of a person, without a device. */
export interface LidMapping {
  lid: string
  phoneJid: string
}

/** A mapping to store. `other` is the other spelling of the number, if it names the same account. */
export interface FreshMapping extends LidMapping {
  other: string | null
}

/**
 * Stores the numbers that belong to LIDs. Messages that are stored under a LID, or under another spelling of the number, move to the
 * number, so that each contact has one chat. The answers to polls, a suppression and a disappearing timer move too. If the fence rejects the write,
 * the next owner of the partition stores the mappings when WhatsApp repeats them. The messages move in batches, and the last batch writes the
 * mappings. If a host dies before the last batch, the mappings stay unknown, and the next owner continues.
 */
export async function storeLidMappings({
  ctx,
  input: { lease, sessionId, mappings },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; mappings: readonly LidMapping[] } & Fenced
}): Promise<void> {
  const fresh = await findFreshMappings({ ctx, input: { sessionId, mappings } })
  if (fresh.length === 0) return
  const respelled = fresh.flatMap(({ other, phoneJid }) =>
    other === null ? [] : [{ from: other, to: phoneJid }],
  )
  if (respelled.length > 0)
    await moveChats({ ctx, input: { lease, sessionId, moves: respelled, last: async () => undefined } })
  const lids = arrayParam(fresh.map(({ lid }) => lid))
  const phoneJids = arrayParam(fresh.map(({ phoneJid }) => phoneJid))
  await moveChats({
    ctx,
    input: {
      lease,
      sessionId,
      moves: fresh.map(({ lid, phoneJid }) => ({ from: lid, to: phoneJid })),
      last: async (tx) => {
        await tx.execute(sql`
          insert into lid_mappings (session_id, lid, phone_jid)
          select ${sessionId}, m.lid, m.phone_jid from unnest(${lids}::text[], ${phoneJids}::text[]) as m (lid, phone_jid)
          where ${holdsLease(lease)}
          on conflict (session_id, lid) do update set phone_jid = excluded.phone_jid
          where lid_mappings.phone_jid <> excluded.phone_jid`)
        await moveSuppressionsWithin(tx, lease, sessionId, fresh)
      },
    },
  })
}

/**
 * Returns the mappings that are new, that differ from the stored mappings, or whose number has messages under its other spelling: one for
 * each LID. Two spellings with different LIDs are two accounts.
 */
export async function findFreshMappings({
  ctx: { db },
  input: { sessionId, mappings },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; mappings: readonly LidMapping[] }
}): Promise<FreshMapping[]> {
  if (mappings.length === 0) return []
  // One statement may change a row only once, so that the last mapping counts.
  const unique = [...new Map(mappings.map((mapping) => [mapping.lid, mapping])).values()]
  const registered = new Set(unique.map(({ phoneJid }) => phoneJid))
  const rows = unique.map(({ lid, phoneJid }) => {
    const [other = null] = jidSpellingsOf(phoneJid).filter((jid) => !registered.has(jid))
    return { lid, phoneJid, other }
  })
  const { rows: fresh } = await db.execute<FreshMapping & Record<string, unknown>>(sql`
    select lid, "phoneJid", case when "isShared" then other end as other from (
      select m.*, k.phone_jid as known, other is not null and not exists (
        select 1 from lid_mappings o where o.session_id = ${sessionId} and o.phone_jid = other and o.lid <> m.lid) as "isShared"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (lid text, "phoneJid" text, other text)
      left join lid_mappings k on k.session_id = ${sessionId} and k.lid = m.lid
    ) m
    where known is distinct from "phoneJid"
      or ("isShared" and exists (select 1 from messages where session_id = ${sessionId} and remote_jid = other))`)
  return fresh
}

/** Returns the known LIDs of phone-number JIDs, by phone-number JID. */
export async function lidsOf({
  ctx,
  input: { sessionId, phoneJids },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; phoneJids: readonly string[] }
}): Promise<Map<string, string>> {
  if (phoneJids.length === 0) return new Map()
  const rows = await ctx.db
    .select({ lid: lidMappings.lid, phoneJid: lidMappings.phoneJid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), inArray(lidMappings.phoneJid, [...phoneJids])))
  return new Map(rows.map(({ lid, phoneJid }) => [phoneJid, lid]))
}
