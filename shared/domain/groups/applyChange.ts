import type { AdminChange, GroupMember, GroupSettings } from '#shared/contracts/groups.ts'
import { addAdminChanges, adminChangesBetween } from './admins.ts'
import type { GroupChange } from './recordGroupChange.ts'
import { type GroupRow, isMember } from './snapshot.ts'

type Known = Pick<
  GroupRow,
  | 'subject'
  | 'description'
  | 'announce'
  | 'locked'
  | 'ephemeralSeconds'
  | 'joinApproval'
  | 'inviteCode'
  | 'members'
  | 'adminChanges'
>

/** Parts of a notification that change the stored group. */
interface Change {
  action: GroupChange['action']
  members?: GroupMember[]
  changes?: Partial<GroupSettings>
  /** In Unix seconds. */
  at: number
}

/**
 * Returns the stored state of a group after a change. A change from a late or repeated notification that is already
 * applied changes nothing.
 */
export function applyChange(before: Known, change: Change): Known {
  const { action, members = [], changes = {} } = change
  const { subject, description, announce, locked, ephemeralSeconds, joinApproval, inviteCode } = before
  const after = changedMembers(before.members, action, members)
  return {
    subject,
    description,
    announce,
    locked,
    ephemeralSeconds,
    joinApproval,
    inviteCode,
    ...changes,
    members: after,
    adminChanges: addAdminChanges(before.adminChanges, adminChangesOf(before.members, after, change)),
  }
}

/**
 * Returns the changes of the admins. A promotion counts even if a snapshot contains it already, because only the
 * notification has its time.
 */
function adminChangesOf(
  before: readonly GroupMember[],
  after: readonly GroupMember[],
  { action, members = [], at }: Change,
): AdminChange[] {
  if (action !== 'promote' && action !== 'demote') return adminChangesBetween(before, after, at)
  return members.map(({ jid, lid }) => ({ jid, lid, isAdmin: action === 'promote', at }))
}

function changedMembers(
  before: readonly GroupMember[],
  action: Change['action'],
  about: readonly GroupMember[],
): GroupMember[] {
  const isAbout = ({ jid, lid }: GroupMember) => about.some((one) => isMember(one, lid ? [jid, lid] : [jid]))
  switch (action) {
    case 'add':
      return [...before.filter((member) => !isAbout(member)), ...about]
    case 'remove':
    case 'leave':
      return before.filter((member) => !isAbout(member))
    case 'promote':
    case 'demote': {
      const admin = action === 'promote' ? ('admin' as const) : null
      return before.map((member) => (isAbout(member) ? { ...member, admin } : member))
    }
    default:
      return [...before]
  }
}
