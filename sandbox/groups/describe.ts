import type { BinaryNode } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import { node } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { addressingIn, type Group, type Member } from './group.ts'

/** Extra attributes and content of a participant's node. */
interface More {
  attrs?: Record<string, string | undefined>
  content?: BinaryNode[]
}

/** Returns the node of a participant: the JID in the addressing of the group, and the other JID unless it is hidden. */
export function participantNode(
  world: Parts<'directory'>,
  group: Group,
  { phone, admin }: Member,
  more: More = {},
): BinaryNode {
  const { jid, pn, lid, username } = namesIn(world, group, phone)
  const names = { jid, phone_number: pn, lid, username }
  return node('participant', { ...names, type: admin, ...more.attrs }, more.content)
}

/** The JIDs of an account in the stanzas of a group. */
interface Names {
  /** The JID in the addressing of the group. */
  jid: string
  /** The number, in a group that is addressed by LID. Absent if the account or the group hides it. */
  pn: string | undefined
  /** The LID, in a group that is addressed by number. Absent if the group hides pairs. */
  lid: string | undefined
  username: string | undefined
}

/** The chat of several people whose stanzas name an account: a group, or the status without these fields. */
export type Shared = Pick<Group, 'addressing' | 'hidesPairs'>

/** Returns the JIDs by which the stanzas of a group or of the status name an account. */
export function namesIn(world: Parts<'directory'>, group: Shared, phone: string, device = 0): Names {
  const account = world.directory.get(phone)
  const addressing = addressingIn(group)
  const isHidden = group.hidesPairs === true
  const hidesNumber = isHidden || account.addressing === 'lid-only'
  return {
    // A group that is addressed by number also hides the number of an account that hides it.
    jid: jidOf(account, account.addressing === 'lid-only' ? 'lid' : addressing, device),
    pn: addressing === 'lid' && !hidesNumber ? jidOf(account, 'pn') : undefined,
    lid: addressing === 'pn' && !isHidden ? jidOf(account, 'lid') : undefined,
    username: account.username,
  }
}

/**
 * Returns the metadata of a group.
 * @param refused participants that a creation refused; WhatsApp lists them too
 */
export function groupNode(world: Parts<'directory'>, group: Group, refused: BinaryNode[] = []): BinaryNode {
  const [creator, subjectAuthor] = [
    namesIn(world, group, group.creator),
    namesIn(world, group, group.subjectAuthor),
  ]
  return node(
    'group',
    {
      id: group.id.split('@')[0],
      subject: group.subject,
      s_t: String(group.subjectTime),
      s_o: subjectAuthor.jid,
      s_o_pn: subjectAuthor.pn,
      s_o_username: subjectAuthor.username,
      creation: String(group.creation),
      creator: creator.jid,
      creator_pn: creator.pn,
      creator_username: creator.username,
      addressing_mode: addressingIn(group),
      size: String(group.members.length),
    },
    [
      ...descriptionNode(world, group),
      ...(group.locked ? [node('locked')] : []),
      ...(group.announce ? [node('announcement')] : []),
      ...(group.ephemeral ? [node('ephemeral', { expiration: String(group.ephemeral) })] : []),
      ...(group.joinApproval ? [approvalNode(true)] : []),
      node('member_add_mode', {}, Buffer.from(group.memberAddMode)),
      ...group.members.map((member) => participantNode(world, group, member)),
      ...refused,
    ],
  )
}

/** Returns the description as metadata and notifications show it, or no node for a group without a description. */
export function descriptionNode(world: Parts<'directory'>, group: Group): BinaryNode[] {
  const { description } = group
  if (!description) return []
  const author = namesIn(world, group, description.author)
  const { id, time } = description
  const names = {
    participant: author.jid,
    participant_pn: author.pn,
    participant_username: author.username,
  }
  const attrs = { id, ...names, t: String(time) }
  return [node('description', attrs, [node('body', {}, Buffer.from(description.text))])]
}

export function approvalNode(isOn: boolean): BinaryNode {
  return node('membership_approval_mode', {}, [node('group_join', { state: isOn ? 'on' : 'off' })])
}
