import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { node, nowSeconds } from '../server/nodes.ts'
import type { Parts } from '../world.ts'
import { groupNode, namesOf } from './describe.ts'
import { type Group, memberOf } from './group.ts'

/** A change: the group as it was and as it is, who made it, and how the notification says it. */
interface Change {
  before?: Group
  after: Group
  actor: string
  child: BinaryNode
  /** Who hears of it; by default all members, before and after. */
  to?: string[]
}

/**
 * Tells the companions of all members of a change, those of who made it and of who is out by it included: a client
 * learns even of its own changes only so. Who has just come gets the whole group first. Phones look at the group itself.
 */
export function announce(
  world: Parts<'directory' | 'mailboxes'>,
  { before, after, actor, child, to }: Change,
): void {
  const members = [...(before?.members ?? []), ...after.members].map(({ phone }) => phone)
  for (const phone of new Set(to ?? members)) {
    const isNew = before !== undefined && !memberOf(before, phone)
    const stanzas = isNew ? [createNode(world, after), child] : [child]
    for (const companion of world.directory.companions(phone))
      for (const each of stanzas) world.mailboxes.put(companion, notification(world, after.id, actor, each))
  }
}

/** How a group begins for those in it. */
export function createNode(world: Parts<'directory'>, group: Group): BinaryNode {
  return node('create', {}, [groupNode(world, group)])
}

function notification(world: Parts<'directory'>, id: string, actor: string, child: BinaryNode): BinaryNode {
  const { lid, pn } = namesOf(world, actor)
  const attrs = {
    from: id,
    type: 'w:gp2',
    id: nanoid(),
    participant: lid,
    participant_pn: pn,
    t: String(nowSeconds()),
    notify: world.directory.get(actor).name,
    addressing_mode: 'lid',
  }
  return node('notification', attrs, [child])
}
