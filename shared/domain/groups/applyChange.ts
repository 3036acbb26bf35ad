import type { GroupMember, GroupSettings } from '#shared/contracts/groups.ts'
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
>

/** Parts of a notification that change the stored group. */
interface Change {
  action: GroupChange['action']
  members?: GroupMember[]
  changes?: Partial<GroupSettings>
}

/**
 * Returns the stored state of a group after a change. A change from a late or repeated notification that is already
 * applied changes nothing.
 */
export function applyChange(before: Known, { action, members = [], changes = {} }: Change): Known {
  const { subject, description, announce, locked, ephemeralSeconds, joinApproval, inviteCode } = before
  return {
    subject,
    description,
    announce,
    locked,
    ephemeralSeconds,
    joinApproval,
    inviteCode,
    ...changes,
    members: changedMembers(before.members, action, members),
  }
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
