import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, isSameDevice, keyOf } from '../accounts/address.ts'
import { bytes, child, children, node, nowSeconds } from '../server/nodes.ts'
import { unavailable } from '../server/unavailable.ts'
import type { Parts } from '../world.ts'
import { namesIn, type Shared } from './describe.ts'
import { addressingIn, type Group, isAdmin, memberOf } from './group.ts'

/** The ack's error for a sender outside the group. */
const NO_MEMBER = 403
const ADMINS_ONLY = 420

/**
 * Puts a message to a group into the queue of each device of its members. Each device gets the shared
 * ciphertext. If the sender encrypted a sender key for a device, the device gets the sender key too.
 * @returns the error of the ack, or undefined
 */
export function routeGroupMessage(
  world: Parts<'directory' | 'faults' | 'groups' | 'mailboxes'>,
  sender: Address,
  stanza: BinaryNode,
): number | undefined {
  const group = world.groups.find(stanza.attrs.to)
  if (!group || !memberOf(group, sender.phone)) return NO_MEMBER
  if (group.announce && !isAdmin(group, sender.phone)) return ADMINS_ONLY
  const shared = child(stanza, 'enc')
  const resentTo = world.directory.resolve(stanza.attrs.participant)
  const own = resentTo ? new Map<string, BinaryNode>() : copiesByDevice(world, stanza)
  for (const device of resentTo ? [resentTo] : devicesOf(world, group)) {
    const isMember = memberOf(group, device.phone) !== undefined
    const isKnown = device.device === 0 || world.directory.companion(device)
    if (!isMember || !isKnown || isSameDevice(device, sender)) continue
    const copies = [own.get(keyOf(device)), shared].filter((enc) => enc !== undefined)
    world.mailboxes.put(device, delivered(world, group, { sender, device, stanza }, copies))
  }
  return undefined
}

/**
 * Puts a status post into the queue of each device that the author lists. Only the author knows the audience of a status.
 */
export function routeStatus(
  world: Parts<'directory' | 'faults' | 'mailboxes'>,
  sender: Address,
  stanza: BinaryNode,
): undefined {
  const shared = child(stanza, 'enc')
  const resentTo = world.directory.resolve(stanza.attrs.participant)
  const own = copiesByDevice(world, stanza)
  const listed = children(child(stanza, 'participants'), 'to').flatMap(
    ({ attrs }) => world.directory.resolve(attrs.jid) ?? [],
  )
  for (const device of resentTo ? [resentTo] : listed) {
    const isKnown = device.device === 0 || world.directory.companion(device)
    if (!isKnown || isSameDevice(device, sender)) continue
    const copies = [own.get(keyOf(device)), shared].filter((enc) => enc !== undefined)
    world.mailboxes.put(device, delivered(world, {}, { sender, device, stanza }, copies))
  }
}

/** Returns all devices of all members. */
export function devicesOf(world: Parts<'directory'>, group: Pick<Group, 'members'>): Address[] {
  return group.members.flatMap(({ phone }) => world.directory.devices(phone))
}

/** Returns the ciphertexts for single devices, by the key of the device. */
function copiesByDevice(world: Parts<'directory'>, stanza: BinaryNode): Map<string, BinaryNode> {
  const copies = new Map<string, BinaryNode>()
  for (const to of children(child(stanza, 'participants'), 'to')) {
    const device = world.directory.resolve(to.attrs.jid)
    const enc = child(to, 'enc')
    if (device && enc) copies.set(keyOf(device), enc)
  }
  return copies
}

function delivered(
  world: Parts<'directory' | 'faults'>,
  group: Shared,
  { sender, device, stanza }: { sender: Address; device: Address; stanza: BinaryNode },
  copies: BinaryNode[],
): BinaryNode {
  const identity = copies.some(({ attrs }) => attrs.type === 'pkmsg') && bytes(stanza, 'device-identity')
  const content = identity ? [...copies, node('device-identity', {}, identity)] : copies
  const { id, to, type, edit } = stanza.attrs
  const { jid, pn, lid, username } = namesIn(world, group, sender.phone, sender.device)
  const isOwn = device.phone === sender.phone
  const attrs = {
    id,
    from: to,
    participant: jid,
    // The sender's other devices know the JIDs of their account.
    participant_pn: isOwn ? undefined : pn,
    participant_lid: isOwn ? undefined : lid,
    participant_username: isOwn ? undefined : username,
    t: String(nowSeconds()),
    type,
    edit,
    notify: world.directory.get(sender.phone).name,
    addressing_mode: addressingIn(group),
  }
  return node('message', attrs, unavailable(world, device, stanza) ?? content)
}
