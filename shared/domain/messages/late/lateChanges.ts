import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { lateChanges } from '#shared/database/index.ts'
import { type Bounds, deleteInBatches } from '../../batches/index.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'

/** Limits of the kept changes: of one author, so that nobody displaces the changes of others, and of a session. */
const MOST_OF_SENDER = 200
const MOST_OF_SESSION = 5_000
/** WhatsApp delivers a message for two weeks; one day is the margin. */
const KEEP_MS = 15 * 24 * 3_600_000

/** A change that waits for its message. `value` is sealed. */
export interface KeptChange {
  targetId: string
  sender: string
  id: string
  remoteJid: string
  value: Buffer
}

/**
 * Keeps a change until its message arrives. The oldest changes beyond the limits are deleted.
 * @throws LeaseLost
 */
export async function keepLateChange({
  ctx,
  input: { lease, sessionId, change },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { sessionId: string; change: KeptChange } & Fenced
}): Promise<void> {
  const { targetId, sender, id, remoteJid, value } = change
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    const receivedAt = ctx.now()
    await tx
      .insert(lateChanges)
      .values({ sessionId, targetId, sender, id, remoteJid, value, receivedAt })
      .onConflictDoNothing()
    await tx.execute(sql`
      delete from late_changes where session_id = ${sessionId} and ctid = any (array(
        select ctid from (
          select ctid, row_number() over (order by received_at desc) as nth,
            row_number() over (partition by sender order by received_at desc) as nth_of_sender
          from late_changes where session_id = ${sessionId}
        ) counted where nth > ${MOST_OF_SESSION} or nth_of_sender > ${MOST_OF_SENDER}))`)
  })
}

/** Lists the ids of the messages for which changes of a session wait. */
export async function listLateTargets({
  ctx,
  input: { sessionId },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string }
}): Promise<string[]> {
  const rows = await ctx.db
    .selectDistinct({ id: lateChanges.targetId })
    .from(lateChanges)
    .where(eq(lateChanges.sessionId, sessionId))
  return rows.map(({ id }) => id)
}

/** Lists the changes that wait for messages, in the order of their receipt. */
export async function listLateChanges({
  ctx,
  input: { sessionId, targetIds },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; targetIds: readonly string[] }
}): Promise<KeptChange[]> {
  const { targetId, sender, id, remoteJid, value, receivedAt } = lateChanges
  return await ctx.db
    .select({ targetId, sender, id, remoteJid, value })
    .from(lateChanges)
    .where(and(eq(lateChanges.sessionId, sessionId), inArray(targetId, [...targetIds])))
    .orderBy(asc(receivedAt), asc(id))
}

/**
 * Deletes a change that is applied.
 * @throws LeaseLost
 */
export async function forgetLateChange({
  ctx,
  input: { lease, sessionId, change },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; change: Pick<KeptChange, 'targetId' | 'sender' | 'id'> } & Fenced
}): Promise<void> {
  const { targetId, sender, id } = change
  const gone = await ctx.db
    .delete(lateChanges)
    .where(
      and(
        eq(lateChanges.sessionId, sessionId),
        eq(lateChanges.targetId, targetId),
        eq(lateChanges.sender, sender),
        eq(lateChanges.id, id),
        holdsLease(lease),
      ),
    )
    .returning({ id: lateChanges.id })
  if (gone.length === 0) await assertLease({ ctx, input: lease })
}

/** Deletes changes whose message did not arrive in 15 days, in batches. Returns the number of deleted changes. */
export async function pruneLateChanges({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: Bounds
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEEP_MS).toISOString()
  const where = sql`received_at < ${before}::timestamptz`
  return await deleteInBatches({
    ctx,
    input: { bounds: input, rows: { table: 'late_changes', where, order: { received_at: 'timestamptz' } } },
  })
}
