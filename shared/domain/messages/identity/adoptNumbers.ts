import { type SQL, sql } from 'drizzle-orm'
import { arrayParam, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { holdsLease, type Lease } from '../../fleet/index.ts'
import type { LidMapping } from '../../lidMappings/index.ts'
import { advanceMessages } from '../status/advanceMessages.ts'
import { lowestStatus } from '../status/internal/lowestStatus.ts'

/** Rows that one transaction changes. */
const AT_ONCE = 500

interface Adoption {
  lease: Lease
  sessionId: string
  mappings: readonly LidMapping[]
}

/**
 * Gives the messages and the delivery statuses of group members, which are stored under LIDs, the numbers of the
 * members. Each person is then one author and one recipient. A message whose recipient existed twice moves to its real
 * status. To be called before the mappings are stored: a repetition after a crash continues.
 */
export async function adoptNumbers({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: Adoption
}): Promise<void> {
  while (await ctx.db.transaction((tx) => moveAuthors(tx, input)));
  for (let isWhole = false; !isWhole; ) {
    const { changed, isLast } = await ctx.db.transaction((tx) => mergeRecipients(tx, input, ctx.now()))
    if (changed) await ctx.outbox.wake(input.sessionId)
    isWhole = isLast
  }
}

/** Moves a batch of messages to the numbers of their authors. Returns true if messages may be left. */
async function moveAuthors(tx: Transaction, { lease, sessionId, mappings }: Adoption): Promise<boolean> {
  // The author is part of a message's key. A message that exists under both JIDs therefore stays under both.
  const { rowCount } = await tx.execute(sql`
    update messages t set participant = m.phone_jid, sender = case when sender = m.lid then m.phone_jid else sender end
    from ${toTable(mappings)}
    where t.session_id = ${sessionId} and t.participant = m.lid and t.ctid = any (array(
      select one.ctid from messages one join ${toTable(mappings)} on one.participant = m.lid
      where one.session_id = ${sessionId} and one.participant like '%@lid' and not exists (
        select 1 from messages o where o.session_id = one.session_id and o.id = one.id and o.sender = m.phone_jid)
      limit ${AT_ONCE})) and ${holdsLease(lease)}`)
  return rowCount === AT_ONCE
}

/** Moves a batch of recipients to their numbers. The later status of two rows of one person counts. */
async function mergeRecipients(
  tx: Transaction,
  { lease, sessionId, mappings }: Adoption,
  now: Date,
): Promise<{ changed: boolean; isLast: boolean }> {
  const { rows } = await tx.execute<{ count: number; ids: string[] }>(sql`
    with due as (
      select r.ctid as place, r.message_id, m.phone_jid, r.status
      from message_recipients r join ${toTable(mappings)} on r.jid = m.lid
      where r.session_id = ${sessionId} and r.jid like '%@lid' and ${holdsLease(lease)}
      limit ${AT_ONCE} for update of r
    ),
    gone as (
      delete from message_recipients r using due where r.ctid = due.place
      returning r.message_id, due.phone_jid, r.status
    ),
    merged as (
      insert into message_recipients (session_id, message_id, jid, status)
      select ${sessionId}, message_id, phone_jid, max(status) from gone group by message_id, phone_jid
      on conflict (session_id, message_id, jid) do update set status = excluded.status
      where message_recipients.status < excluded.status
    )
    select count(*)::int as count, coalesce(array_agg(distinct message_id), '{}') as ids from gone`)
  const { count = 0, ids = [] } = rows[0] ?? {}
  const isLast = count < AT_ONCE
  if (ids.length === 0) return { changed: false, isLast }
  const target = lowestStatus(sessionId, ids)
  return { changed: (await advanceMessages({ ctx: { db: tx }, input: { target, now } })).length > 0, isLast }
}

/** Returns the mappings as a table `m (lid, phone_jid)`. */
function toTable(mappings: readonly LidMapping[]): SQL {
  const lids = arrayParam(mappings.map(({ lid }) => lid))
  const phones = arrayParam(mappings.map(({ phoneJid }) => phoneJid))
  return sql`unnest(${lids}::text[], ${phones}::text[]) as m (lid, phone_jid)`
}
