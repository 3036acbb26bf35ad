import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { groupNode, namesIn } from './describe.ts'
import { addressingIn, type Group, memberOf } from './group.ts'

/** A change of a group: its states before and after, the author, and the child node of the notification. */
interface Change {
  before?: Group
  after: Group
  actor: string
  child: BinaryNode
  /** Phone numbers to notify; by default all members of both states. */
  to?: string[]
}

/**
 * Notifies the companions of all members, including the companions of the author and of removed members. A
 * client learns of its own changes only by a notification. A new member first receives the whole group.
 * Phones get no notification, because a phone reads the group itself.
 */
export function announce(
  world: Parts<'directory' | 'mailboxes'>,
  { before, after, actor, child, to }: Change,
): void {
  const members = [...(before?.members ?? []), ...after.members].map(({ phone }) => phone)
  for (const phone of new Set(to ?? members)) {
    const isNew = before !== undefined && !memberOf(before, phone)
    const stanzas = isNew ? [createNode(world, after, { reason: child.attrs.reason }), child] : [child]
    for (const companion of world.directory.companions(phone))
      for (const each of stanzas) world.mailboxes.put(companion, notification(world, after, actor, each))
  }
}

/**
 * Returns the node that describes a whole group to its members.
 * @param attrs `type` is `new` for a created group, `reason` is `invite` after the use of an invite link
 */
export function createNode(
  world: Parts<'directory'>,
  group: Group,
  attrs: Record<string, string | undefined>,
): BinaryNode {
  return node('create', attrs, [groupNode(world, group)])
}

function notification(world: Parts<'directory'>, group: Group, actor: string, child: BinaryNode): BinaryNode {
  const { jid, pn, lid, username } = namesIn(world, group, actor)
  const attrs = {
    from: group.id,
    type: 'w:gp2',
    id: nanoid(),
    participant: jid,
    participant_pn: pn,
    participant_lid: lid,
    participant_username: username,
    t: String(nowSeconds()),
    notify: world.directory.get(actor).name,
    addressing_mode: addressingIn(group),
  }
  return node('notification', attrs, [child])
}
