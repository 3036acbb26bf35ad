import { and, eq } from 'drizzle-orm'
import type { StoredEvent } from '#shared/contracts/events.ts'
import type { GroupMember, GroupSettings } from '#shared/contracts/groups.ts'
import { groups, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { emit } from '../events/index.ts'
import { assertLease, type Fenced } from '../fleet/index.ts'
import { applyChange } from './applyChange.ts'
import { emitOwnJoinWithin } from './internal/emitOwnJoinWithin.ts'
import { eventIdOf } from './internal/eventIdOf.ts'
import { addUsernames, completeNames, mergeMembers } from './mergeMembers.ts'
import { actorFields, type NamedPerson, participantFields, toPerson } from './personFields.ts'
import { isMember } from './snapshot.ts'

/** A change of members or of one setting, by the event that reports the change. */
export type GroupAction =
  | { type: 'group.join'; action: 'add'; members: GroupMember[] }
  | { type: 'group.leave'; action: 'remove' | 'leave'; members: GroupMember[] }
  | { type: 'group.update'; action: 'promote' | 'demote'; members: GroupMember[] }
  | { type: 'group.update'; action: keyof GroupSettings; changes: Partial<GroupSettings> }

/** A group notification of WhatsApp. A JID contains the number if the notification has the number. */
export type GroupChange = GroupAction & {
  /** Id of the notification, which WhatsApp may repeat. */
  notificationId: string
  groupId: string
  /** JID of the person who made the change. */
  actor: string | null
  /** Time of the change, in Unix seconds. */
  at: number
}

interface Recording {
  sessionId: string
  appId: string
  /** Our JIDs. If they leave the group, the stored group is deleted. */
  own: readonly string[]
  change: GroupChange
}

/**
 * Emits the event of a group change and applies the change to the stored group. A repeated notification emits no second
 * event. Persons have the numbers and LIDs that are known by now.
 * @returns false if the group is not stored
 * @throws LeaseLost
 */
export async function recordGroupChange({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: Recording & Fenced
}): Promise<boolean> {
  const isKnown = await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    const { actor, change } = await completeChange(tx, input)
    const told = await nameForEvent(tx, input.sessionId, change, actor)
    await emitChange(tx, { ...input, change: told.change }, told.actor, ctx.now())
    return await keep(tx, { ...input, change })
  })
  await ctx.outbox.wake(input.sessionId)
  return isKnown
}

/** Completes the persons of a change with the numbers and LIDs that are known by now. */
async function completeChange(
  tx: Transaction,
  { sessionId, change }: Recording,
): Promise<{ actor: NamedPerson | null; change: GroupChange }> {
  const ctx = { db: tx }
  const actors = change.actor === null ? [] : [toPerson(change.actor)]
  const [actor = null] = await completeNames({ ctx, input: { sessionId, persons: actors } })
  const named = { ...change, actor: actor?.jid ?? null }
  if ('changes' in named) return { actor, change: named }
  const members = await completeNames({ ctx, input: { sessionId, persons: named.members } })
  return { actor, change: { ...named, members } }
}

/** Adds the usernames of the persons, which only the event has. */
async function nameForEvent(
  tx: Transaction,
  sessionId: string,
  change: GroupChange,
  actor: NamedPerson | null,
): Promise<{ actor: NamedPerson | null; change: GroupChange }> {
  const ctx = { db: tx }
  const actors = actor === null ? [] : [actor]
  const [by = null] = await addUsernames({ ctx, input: { sessionId, persons: actors } })
  if ('changes' in change) return { actor: by, change }
  const members = await addUsernames({ ctx, input: { sessionId, persons: change.members } })
  return { actor: by, change: { ...change, members } }
}

async function emitChange(
  tx: Transaction,
  { sessionId, appId, own, change }: Recording,
  actor: NamedPerson | null,
  now: Date,
): Promise<void> {
  const columns = { appId, sessionId, chat: change.groupId, occurredAt: now }
  const id = eventIdOf([sessionId, change.notificationId])
  const isOwn = (member: GroupMember) => isMember(member, own)
  if (change.type !== 'group.join' || !change.members.some(isOwn)) {
    await emit({ ctx: { db: tx }, input: [{ ...toEvent(sessionId, change, actor), id, ...columns }] })
    return
  }
  // Our own entry may also come with the whole group, as a notification of its own.
  const { groupId, at, members } = change
  const participants = members.filter(isOwn)
  await emitOwnJoinWithin(tx, { appId, sessionId, groupId, participants, actor, at }, now)
  const others = members.filter((member) => !isOwn(member))
  if (others.length === 0) return
  const event = toEvent(sessionId, { ...change, members: others }, actor)
  await emit({ ctx: { db: tx }, input: [{ ...event, id, ...columns }] })
}

function toEvent(
  session: string,
  change: GroupChange,
  actor: NamedPerson | null,
): StoredEvent<GroupChange['type']> {
  const { groupId } = change
  const by = actorFields(actor)
  if ('changes' in change) {
    const { type, action, changes } = change
    return { type, data: { session, groupId, action, changes, ...by } }
  }
  const about = { session, groupId, ...participantFields(change.members), ...by }
  switch (change.type) {
    case 'group.join':
      return { type: change.type, data: { ...about, action: change.action } }
    case 'group.leave':
      return { type: change.type, data: { ...about, action: change.action } }
    case 'group.update':
      return { type: change.type, data: { ...about, action: change.action } }
  }
}

async function keep(tx: Transaction, { sessionId, own, change }: Recording): Promise<boolean> {
  const isIt = and(eq(groups.sessionId, sessionId), eq(groups.id, change.groupId))
  const isOut = change.type === 'group.leave' && change.members.some((member) => isMember(member, own))
  if (isOut) {
    await tx.delete(groups).where(isIt)
    return true
  }
  const [row] = await tx.select().from(groups).where(isIt).for('update')
  if (!row) return false
  const persons = await completeNames({ ctx: { db: tx }, input: { sessionId, persons: row.members } })
  const after = applyChange({ ...row, members: mergeMembers(persons) }, change)
  await tx
    .update(groups)
    .set({ ...after, size: after.members.length })
    .where(isIt)
  return true
}
