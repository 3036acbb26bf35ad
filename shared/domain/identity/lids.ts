import { and, eq, inArray, sql } from 'drizzle-orm'
import { lidMappings } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'

/** A person's two JIDs, without devices. */
export interface LidMapping {
  lid: string
  phoneJid: string
}

/**
 * Remembers which number is behind a LID. What was stored under the LID before moves to the number, so that a chat
 * is one chat. A write that the fence keeps out is made by the next owner, when it hears the same.
 */
export async function rememberLid(
  ctx: Pick<Context, 'db'>,
  lease: Lease,
  sessionId: string,
  { lid, phoneJid }: LidMapping,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      insert into lid_mappings (session_id, lid, phone_jid) select ${sessionId}, ${lid}, ${phoneJid}
      where ${holdsLease(lease)}
      on conflict (session_id, lid) do update set phone_jid = excluded.phone_jid
      where lid_mappings.phone_jid <> excluded.phone_jid`)
    if (rowCount === 0) return
    // The author is part of a message's key: one that is there under both names keeps them.
    await tx.execute(sql`
      update messages m set remote_jid = ${phoneJid}, sender = case when sender = ${lid} then ${phoneJid} else sender end
      where session_id = ${sessionId} and remote_jid = ${lid} and not exists (
        select 1 from messages o where o.session_id = m.session_id and o.id = m.id and o.sender = ${phoneJid})`)
    await tx.execute(sql`delete from contacts where session_id = ${sessionId} and jid = ${lid}`)
  })
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
