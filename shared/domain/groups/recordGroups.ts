import { and, eq, notInArray, sql } from 'drizzle-orm'
import { groups, sessions, type Transaction } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import type { Context } from '../context.ts'
import { assertLease, type Fenced } from '../fleet/index.ts'
import type { GroupSnapshot } from './snapshot.ts'

type Ctx = Pick<Context, 'db' | 'now'>

interface Recording extends Fenced {
  sessionId: string
}

/** PostgreSQL accepts 65,535 parameters in a statement, and a row has 14 parameters. */
const ROWS_A_STATEMENT = 500

/**
 * Stores the state of a group as WhatsApp reports it.
 * @throws LeaseLost
 */
export async function recordGroup({
  ctx,
  input: { lease, sessionId, snapshot },
}: {
  ctx: Ctx
  input: Recording & { snapshot: GroupSnapshot }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    await write(tx, sessionId, [snapshot], ctx.now())
  })
}

/**
 * Stores all groups that a session is in, and deletes the stored groups that the session has left.
 * @param input.others groups that stay unchanged, because WhatsApp has sent newer notifications
 * @throws LeaseLost
 */
export async function recordAllGroups({
  ctx,
  input: { lease, sessionId, snapshots, others },
}: {
  ctx: Ctx
  input: Recording & { snapshots: readonly GroupSnapshot[]; others: readonly string[] }
}): Promise<void> {
  const kept = [...others, ...snapshots.map(({ id }) => id)]
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    await tx.delete(groups).where(and(eq(groups.sessionId, sessionId), notInArray(groups.id, kept)))
    for (let start = 0; start < snapshots.length; start += ROWS_A_STATEMENT)
      await write(tx, sessionId, snapshots.slice(start, start + ROWS_A_STATEMENT), ctx.now())
    await tx.update(sessions).set({ groupsSyncedAt: ctx.now() }).where(eq(sessions.id, sessionId))
  })
}

/**
 * Deletes a stored group that the session has left.
 * @throws LeaseLost
 */
export async function forgetGroup({
  ctx,
  input: { lease, sessionId, groupId },
}: {
  ctx: Ctx
  input: Recording & { groupId: string }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    await tx.delete(groups).where(and(eq(groups.sessionId, sessionId), eq(groups.id, groupId)))
  })
}

async function write(
  tx: Transaction,
  sessionId: string,
  snapshots: readonly GroupSnapshot[],
  syncedAt: Date,
): Promise<void> {
  if (snapshots.length === 0) return
  const excluded = (column: { name: string }) => sql.raw(`excluded.${column.name}`)
  await tx
    .insert(groups)
    .values(
      snapshots.map((snapshot) => ({
        ...toStorable(snapshot),
        sessionId,
        size: snapshot.members.length,
        syncedAt,
      })),
    )
    .onConflictDoUpdate({
      target: [groups.sessionId, groups.id],
      set: {
        subject: excluded(groups.subject),
        description: excluded(groups.description),
        owner: excluded(groups.owner),
        createdAt: excluded(groups.createdAt),
        announce: excluded(groups.announce),
        locked: excluded(groups.locked),
        ephemeralSeconds: excluded(groups.ephemeralSeconds),
        joinApproval: excluded(groups.joinApproval),
        addressingMode: excluded(groups.addressingMode),
        members: excluded(groups.members),
        size: excluded(groups.size),
        syncedAt,
      },
    })
}

/** Makes subject and description storable, because other people choose them. */
function toStorable({ subject, description, ...rest }: GroupSnapshot): GroupSnapshot {
  return { ...rest, ...toStorableDeep({ subject, description }) }
}
