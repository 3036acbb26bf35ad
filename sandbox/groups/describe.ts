import type { BinaryNode } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import { node } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import type { Group, Member } from './group.ts'

/** Extra attributes and content of a participant's node. */
interface More {
  attrs?: Record<string, string | undefined>
  content?: BinaryNode[]
}

/** Returns the node of a participant: the LID, and the phone number unless the participant hides it. */
export function participantNode(
  world: Parts<'directory'>,
  { phone, admin }: Member,
  more: More = {},
): BinaryNode {
  const names = namesOf(world, phone)
  const attrs = { jid: names.lid, phone_number: names.pn, type: admin, ...more.attrs }
  return node('participant', attrs, more.content)
}

/**
 * Returns the LID and the phone number of an account.
 * @returns no `pn` if the account hides its number
 */
export function namesOf(world: Parts<'directory'>, phone: string): { lid: string; pn: string | undefined } {
  const account = world.directory.get(phone)
  const pn = account.addressing === 'lid-only' ? undefined : jidOf(account, 'pn')
  return { lid: jidOf(account, 'lid'), pn }
}

/**
 * Returns the metadata of a group.
 * @param refused participants that a creation refused; WhatsApp lists them too
 */
export function groupNode(world: Parts<'directory'>, group: Group, refused: BinaryNode[] = []): BinaryNode {
  const [creator, subjectAuthor] = [namesOf(world, group.creator), namesOf(world, group.subjectAuthor)]
  return node(
    'group',
    {
      id: group.id.split('@')[0],
      subject: group.subject,
      s_t: String(group.subjectTime),
      s_o: subjectAuthor.lid,
      s_o_pn: subjectAuthor.pn,
      creation: String(group.creation),
      creator: creator.lid,
      creator_pn: creator.pn,
      addressing_mode: 'lid',
      size: String(group.members.length),
    },
    [
      ...descriptionNode(world, group),
      ...(group.locked ? [node('locked')] : []),
      ...(group.announce ? [node('announcement')] : []),
      ...(group.ephemeral ? [node('ephemeral', { expiration: String(group.ephemeral) })] : []),
      ...(group.joinApproval ? [approvalNode(true)] : []),
      node('member_add_mode', {}, Buffer.from(group.memberAddMode)),
      ...group.members.map((member) => participantNode(world, member)),
      ...refused,
    ],
  )
}

/** Returns the description as metadata and notifications show it, or no node for a group without a description. */
export function descriptionNode(world: Parts<'directory'>, { description }: Group): BinaryNode[] {
  if (!description) return []
  const author = namesOf(world, description.author)
  const { id, time } = description
  const attrs = { id, participant: author.lid, participant_pn: author.pn, t: String(time) }
  return [node('description', attrs, [node('body', {}, Buffer.from(description.text))])]
}

export function approvalNode(isOn: boolean): BinaryNode {
  return node('membership_approval_mode', {}, [node('group_join', { state: isOn ? 'on' : 'off' })])
}
