import {
  type BinaryNode,
  type GroupMetadata,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  WAMessageAddressingMode,
} from '@whiskeysockets/baileys'
import type { GroupMember } from '#shared/contracts/groups.ts'
import { cut, MAX_DESCRIPTION, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import { bareJid, isLid, phoneOf } from '#shared/jid.ts'
import { type NamedJid, namedBeside } from '../usernames.ts'

/** Reads a `<group>` node of an answer or a notification. Returns null for any other node. */
export function readGroup(node: BinaryNode | undefined): GroupSnapshot | null {
  if (node?.tag !== 'group' || !node.attrs.id) return null
  const { id, subject = '', creation, creator, creator_pn, addressing_mode } = node.attrs
  const has = (tag: string) => getBinaryNodeChild(node, tag) !== undefined
  return {
    id: id.includes('@') ? id : `${id}@g.us`,
    subject: cut(subject, MAX_NAME),
    description: descriptionOf(getBinaryNodeChild(node, 'description')),
    owner: creator ? preferPhone(creator, creator_pn) : null,
    createdAt: creation ? new Date(Number(creation) * 1000) : null,
    announce: has('announcement'),
    locked: has('locked'),
    ephemeralSeconds: secondsOf(getBinaryNodeChild(node, 'ephemeral')),
    joinApproval: isApprovalOn(getBinaryNodeChild(node, 'membership_approval_mode')),
    addressingMode: addressing_mode === 'lid' ? 'lid' : 'pn',
    // A new group lists the participants that could not be added, with an error.
    members: readMembers(node).filter((_, index) => !participantsOf(node)[index]?.attrs.error),
  }
}

/** Returns the participants that a node names. */
export function readMembers(node: BinaryNode): GroupMember[] {
  return participantsOf(node).map(readMember)
}

/** Returns the usernames that a node names: of participants, and of the people in the metadata of a group. */
export function readMemberUsernames(node: BinaryNode): NamedJid[] {
  const { creator, creator_username, s_o, s_o_username } = node.attrs
  const description = getBinaryNodeChild(node, 'description')?.attrs
  return [
    ...participantsOf(node).flatMap(({ attrs }) =>
      namedBeside(attrs.jid, attrs.participant_username ?? attrs.username),
    ),
    ...namedBeside(creator, creator_username),
    ...namedBeside(s_o, s_o_username),
    ...namedBeside(description?.participant, description?.participant_username),
  ]
}

/** Returns the pair of a member whose LID and number are known. */
export function pairOf({ jid, lid }: GroupMember): LidMapping[] {
  return lid && phoneOf(jid) !== null ? [{ lid, phoneJid: jid }] : []
}

export function participantsOf(node: BinaryNode): BinaryNode[] {
  return getBinaryNodeChildren(node, 'participant').filter(({ attrs }) => attrs.jid)
}

/** Reads a participant from a node's attributes. */
export function readMember({ attrs }: BinaryNode): GroupMember {
  const { jid = '', phone_number, lid, type } = attrs
  const ownLid = isLid(jid) ? jid : lid
  return {
    jid: preferPhone(jid, phone_number),
    lid: ownLid ? bareJid(ownLid) : null,
    admin: type === 'admin' || type === 'superadmin' ? type : null,
  }
}

/** Reads `<membership_approval_mode><group_join state="on"/>`. Some servers omit the child. */
export function isApprovalOn(node: BinaryNode | undefined): boolean {
  return node !== undefined && getBinaryNodeChild(node, 'group_join')?.attrs.state !== 'off'
}

/** Returns the lifetime of messages in seconds; 0 if the node has no number. */
export function secondsOf(node: BinaryNode | undefined): number {
  const seconds = Number(node?.attrs.expiration)
  return Number.isInteger(seconds) ? seconds : 0
}

/** Returns the description of a group, cut to WhatsApp's own limit; null if there is none. */
export function descriptionOf(node: BinaryNode | undefined): string | null {
  return cut(textOf(getBinaryNodeChild(node, 'body')), MAX_DESCRIPTION) || null
}

function textOf(node: BinaryNode | undefined): string {
  return node?.content instanceof Uint8Array ? Buffer.from(node.content).toString() : ''
}

export function preferPhone(jid: string, phone: string | undefined): string {
  return bareJid(phoneOf(phone) !== null && phone ? phone : jid)
}

/** Returns the fields of a group that Baileys reads when it sends a message. */
export function toMetadata(group: GroupSnapshot): GroupMetadata {
  const isByLid = group.addressingMode === 'lid'
  return {
    id: group.id,
    subject: group.subject,
    owner: group.owner ?? undefined,
    addressingMode: isByLid ? WAMessageAddressingMode.LID : WAMessageAddressingMode.PN,
    ephemeralDuration: group.ephemeralSeconds || undefined,
    participants: group.members.map(({ jid, lid, admin }) => ({
      id: isByLid ? (lid ?? jid) : jid,
      admin,
    })),
  } as GroupMetadata
}
