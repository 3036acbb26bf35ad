import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { StoredEvent } from '#shared/contracts/events.ts'
import type { GroupMember, GroupSettings } from '#shared/contracts/groups.ts'
import { groups, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { emit } from '../events/index.ts'
import { assertLease, type Fenced } from '../fleet/index.ts'
import { applyChange } from './applyChange.ts'
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
}

/**
 * Emits the event of a group change and applies the change to the stored group. A repeated notification emits no second
 * event.
 * @param input.own our JIDs; if they leave the group, the stored group is deleted
 * @returns false if the group is not stored
 * @throws LeaseLost
 */
export async function recordGroupChange({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { sessionId: string; appId: string; own: readonly string[]; change: GroupChange } & Fenced
}): Promise<boolean> {
  const { sessionId, appId, own, change } = input
  const { notificationId, groupId } = change
  const event = toEvent(sessionId, change)
  const isKnown = await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    const id = eventIdOf(sessionId, notificationId)
    await emit({
      ctx: { db: tx },
      input: [{ ...event, id, appId, sessionId, chat: groupId, occurredAt: ctx.now() }],
    })
    return await keep(tx, sessionId, own, change)
  })
  await ctx.outbox.wake(sessionId)
  return isKnown
}

function toEvent(session: string, change: GroupChange): StoredEvent<GroupChange['type']> {
  const { groupId, actor } = change
  if ('changes' in change) {
    const { type, action, changes } = change
    return { type, data: { session, groupId, action, changes, actor } }
  }
  const participants = change.members.map(({ jid }) => jid)
  switch (change.type) {
    case 'group.join':
      return { type: change.type, data: { session, groupId, action: change.action, participants, actor } }
    case 'group.leave':
      return { type: change.type, data: { session, groupId, action: change.action, participants, actor } }
    case 'group.update':
      return { type: change.type, data: { session, groupId, action: change.action, participants, actor } }
  }
}

async function keep(
  tx: Transaction,
  sessionId: string,
  own: readonly string[],
  change: GroupChange,
): Promise<boolean> {
  const isIt = and(eq(groups.sessionId, sessionId), eq(groups.id, change.groupId))
  const isOut = change.type === 'group.leave' && change.members.some((member) => isMember(member, own))
  if (isOut) {
    await tx.delete(groups).where(isIt)
    return true
  }
  const [row] = await tx.select().from(groups).where(isIt).for('update')
  if (!row) return false
  const after = applyChange(row, change)
  await tx
    .update(groups)
    .set({ ...after, size: after.members.length })
    .where(isIt)
  return true
}

function eventIdOf(sessionId: string, notificationId: string): string {
  const hash = createHash('sha256').update(JSON.stringify([sessionId, notificationId]))
  return `evt_${hash.digest('hex').slice(0, 32)}`
}
