import { type BinaryNode, getBinaryNodeChild } from '@whiskeysockets/baileys'
import type { GroupMember } from '#shared/contracts/groups.ts'
import { cut, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { Entry, GroupAction, GroupChange, GroupSnapshot } from '#shared/domain/groups/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import { participantPairs, participantUsername } from '../pairs.ts'
import type { NamedJid } from '../usernames.ts'
import {
  descriptionOf,
  isApprovalOn,
  pairOf,
  preferPhone,
  readGroup,
  readMembers,
  readMemberUsernames,
  secondsOf,
} from './node.ts'

/** Content of a notification: a change of a group, or a whole group that is new to the session. */
export type GroupNotification =
  | { kind: 'change'; change: GroupChange }
  | { kind: 'created'; snapshot: GroupSnapshot; entry: Pick<Entry, 'actor' | 'isNewGroup' | 'at'> }

/**
 * Reads a `<notification type="w:gp2">` stanza. Returns null if it contains no change that the gateway reports. Baileys' own
 * events omit the actor's number and the notification's id.
 */
export function readGroupNotification(node: BinaryNode): GroupNotification | null {
  const { from, id, type, participant, participant_pn, t } = node.attrs
  if (type !== 'w:gp2' || !from || !id) return null
  const [child] = Array.isArray(node.content) ? node.content : []
  if (!child) return null
  const actor = participant ? preferPhone(participant, participant_pn) : null
  const at = Number(t) || Math.floor(Date.now() / 1_000)
  if (child.tag === 'create') {
    const snapshot = readGroup(getBinaryNodeChild(child, 'group'))
    return (
      snapshot && { kind: 'created', snapshot, entry: { actor, at, isNewGroup: child.attrs.type === 'new' } }
    )
  }
  const content = readChild(child, actor)
  if (!content) return null
  return {
    kind: 'change',
    change: toStorableDeep({ notificationId: id, groupId: from, actor, at, ...content }),
  }
}

/** Reads the pairs of LIDs and numbers in a notification of a group: of the actor, and of the members that it names. */
export function readGroupPairs(node: BinaryNode): LidMapping[] {
  const children = Array.isArray(node.content) ? node.content : []
  return [...participantPairs(node), ...children.flatMap((child) => readMembers(child)).flatMap(pairOf)]
}

/** Reads the usernames in a notification of a group: of the actor, and of the members that it names. */
export function readGroupUsernames(node: BinaryNode): NamedJid[] {
  const children = Array.isArray(node.content) ? node.content : []
  const groups = children.flatMap((child) => getBinaryNodeChild(child, 'group') ?? [])
  return [...participantUsername(node), ...[...children, ...groups].flatMap(readMemberUsernames)]
}

type SettingAction = Extract<GroupAction, { changes: unknown }>

function readChild(child: BinaryNode, actor: string | null): GroupAction | null {
  const members = readMembers(child)
  switch (child.tag) {
    case 'add':
      return { type: 'group.join', action: 'add', members }
    case 'remove':
    case 'leave':
      return { type: 'group.leave', action: isOwn(members, actor) ? 'leave' : 'remove', members }
    case 'promote':
    case 'demote':
      return { type: 'group.update', action: child.tag, members }
    default: {
      const setting = readSetting(child)
      return setting && { type: 'group.update', ...setting }
    }
  }
}

/** Returns true if a member left. WhatsApp reports that the member removed itself. */
function isOwn(members: readonly GroupMember[], actor: string | null): boolean {
  return members.length === 1 && members[0]?.jid === actor
}

function readSetting(child: BinaryNode): Pick<SettingAction, 'action' | 'changes'> | null {
  const { tag, attrs } = child
  switch (tag) {
    case 'subject':
      return { action: 'subject', changes: { subject: cut(attrs.subject ?? '', MAX_NAME) } }
    case 'description':
      return { action: 'description', changes: { description: descriptionOf(child) } }
    case 'announcement':
    case 'not_announcement':
      return { action: 'announce', changes: { announce: tag === 'announcement' } }
    case 'locked':
    case 'unlocked':
      return { action: 'locked', changes: { locked: tag === 'locked' } }
    case 'ephemeral':
    case 'not_ephemeral':
      return { action: 'ephemeralSeconds', changes: { ephemeralSeconds: secondsOf(child) } }
    case 'membership_approval_mode':
      return { action: 'joinApproval', changes: { joinApproval: isApprovalOn(child) } }
    case 'invite':
      return { action: 'inviteCode', changes: { inviteCode: attrs.code || null } }
    default:
      return null
  }
}
