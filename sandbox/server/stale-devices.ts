import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, type Addressing, keyOf } from '../accounts/address.ts'
import { isGroupId } from '../groups/group.ts'
import { devicesOf } from '../groups/routing.ts'
import type { Parts } from '../world.ts'
import { hashDevices } from './device-hash.ts'
import { child, children } from './nodes.ts'

/**
 * Compares the devices of a message with the devices of its chat and of its sender.
 * @returns the attribute `phash` of the ack: the hash of the current list; undefined if the sender's list is current
 */
export function staleHash(
  world: Parts<'directory' | 'groups'>,
  sender: Address,
  stanza: BinaryNode,
): string | undefined {
  const { to, phash } = stanza.attrs
  if (isGroupId(to)) {
    const group = world.groups.find(to)
    const current = group && hashOf(world, devicesOf(world, group), 'lid')
    return phash !== undefined && phash !== current ? current : undefined
  }
  const chat = world.directory.resolve(to)
  const participants = child(stanza, 'participants')
  // A resend and a control message go to one device.
  if (!chat || !participants || child(stanza, 'enc')) return undefined
  const listed = children(participants, 'to').flatMap(({ attrs }) => world.directory.resolve(attrs.jid) ?? [])
  const reached = new Set([sender, ...listed].map(keyOf))
  const phones = new Set([chat.phone, sender.phone])
  const current = [...phones].flatMap((phone) => world.directory.devices(phone))
  const isCurrent = current.length === reached.size && current.every((device) => reached.has(keyOf(device)))
  return isCurrent ? undefined : hashOf(world, current, chat.addressing)
}

function hashOf(world: Parts<'directory'>, devices: Address[], addressing: Addressing): string {
  return hashDevices(
    devices.map(({ phone, device }) => ({ account: world.directory.get(phone), addressing, device })),
  )
}
