import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { AdminChange } from '#shared/contracts/groups.ts'
import { groups, sessions, type Transaction } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import type { Context } from '../context.ts'
import { assertLease, type Fenced } from '../fleet/index.ts'
import { addAdminChanges, adminChangesBetween } from './admins.ts'
import { emitOwnJoinWithin } from './internal/emitOwnJoinWithin.ts'
import { completeNames } from './mergeMembers.ts'
import { toPerson } from './personFields.ts'
import { type GroupSnapshot, isMember } from './snapshot.ts'

type Ctx = Pick<Context, 'db' | 'now'>

interface Recording extends Fenced {
  sessionId: string
}

/** PostgreSQL accepts 65,535 parameters in a statement, and a row has 15 parameters. */
const ROWS_A_STATEMENT = 500

/** The entry of our account into a group, for its event. */
export interface Entry {
  appId: string
  /** Our JIDs. */
  own: readonly string[]
  /** JID of the person who created the group or added us; null if unknown. */
  actor: string | null
  /** True if the group was just created, so that all members entered with us. */
  isNewGroup: boolean
  /** Time of the entry, in Unix seconds. */
  at: number
}

/**
 * Stores the state of a group as WhatsApp reports it.
 * @param input.entry our entry into the group; its event is emitted
 * @throws LeaseLost
 */
export async function recordGroup({
  ctx,
  input: { lease, sessionId, snapshot, entry },
}: {
  ctx: Ctx & Pick<Context, 'outbox'>
  input: Recording & { snapshot: GroupSnapshot; entry?: Entry }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    await write(tx, sessionId, [snapshot], ctx.now())
    if (entry) await emitEntry(tx, sessionId, snapshot, entry, ctx.now())
  })
  if (entry) await ctx.outbox.wake(sessionId)
}

async function emitEntry(
  tx: Transaction,
  sessionId: string,
  { id: groupId, members }: GroupSnapshot,
  { appId, own, actor, isNewGroup, at }: Entry,
  now: Date,
): Promise<void> {
  const entered = isNewGroup ? members : members.filter((member) => isMember(member, own))
  const persons = actor === null ? entered : [...entered, toPerson(actor)]
  const named = await completeNames({ ctx: { db: tx }, input: { sessionId, persons } })
  const participants = named.slice(0, entered.length)
  const by = named[entered.length] ?? null
  await emitOwnJoinWithin(tx, { appId, sessionId, groupId, participants, actor: by, at }, now)
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
  const changes = await readAdminChanges(tx, sessionId, snapshots, syncedAt)
  const excluded = (column: { name: string }) => sql.raw(`excluded.${column.name}`)
  await tx
    .insert(groups)
    .values(
      snapshots.map((snapshot) => ({
        ...toStorable(snapshot),
        sessionId,
        size: snapshot.members.length,
        adminChanges: changes.get(snapshot.id) ?? [],
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
        adminChanges: excluded(groups.adminChanges),
        syncedAt,
      },
    })
}

/**
 * Returns the recent changes of the admins of each stored group, with the changes since its stored state. The time of
 * such a change is unknown, so that the time of the snapshot stands for it.
 */
async function readAdminChanges(
  tx: Transaction,
  sessionId: string,
  snapshots: readonly GroupSnapshot[],
  syncedAt: Date,
): Promise<Map<string, AdminChange[]>> {
  const ids = snapshots.map(({ id }) => id)
  const { id, members, adminChanges } = groups
  const rows = await tx
    .select({ id, members, adminChanges })
    .from(groups)
    .where(and(eq(groups.sessionId, sessionId), inArray(groups.id, ids)))
    .for('update')
  const stored = new Map(rows.map((row) => [row.id, row]))
  const at = Math.floor(syncedAt.getTime() / 1_000)
  return new Map(
    snapshots.flatMap((snapshot) => {
      const before = stored.get(snapshot.id)
      if (!before) return []
      const since = adminChangesBetween(before.members, snapshot.members, at)
      return [[snapshot.id, addAdminChanges(before.adminChanges, since)]]
    }),
  )
}

/** Makes subject and description storable, because other people choose them. */
function toStorable({ subject, description, ...rest }: GroupSnapshot): GroupSnapshot {
  return { ...rest, ...toStorableDeep({ subject, description }) }
}
