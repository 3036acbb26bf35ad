import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { type Address, type Addressing, jidOf } from '../accounts/address.ts'
import type { Companion } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { syncOthers } from './account-sync.ts'
import { hashDevices } from './device-hash.ts'
import { node, nowSeconds, streamError } from './nodes.ts'

/** The parts of the sandbox that an unlinking changes. */
export type UnlinkParts = Parts<
  'bundles' | 'directory' | 'faults' | 'groups' | 'mailboxes' | 'phones' | 'sessions'
>

/** Removes a companion from its account with its keys, its queue and its login, and ends its socket. */
export function unlinkDevice(world: UnlinkParts, address: Address): void {
  removeDevice(world, address)
  world.sessions.find(address)?.end(deviceRemoved())
}

/** Removes a companion with its keys, its queue and its login. The socket stays open. */
export function removeDevice(world: UnlinkParts, address: Address): void {
  world.directory.removeCompanion(address)
  world.bundles.drop(address)
  world.mailboxes.drop(address)
  announceDevices(world, address, 'remove')
}

/**
 * Ends the socket of a removed companion. The stream error has code 401 and a conflict. Without the code, a
 * client assumes that another connection has replaced it.
 */
export function deviceRemoved(): BinaryNode {
  return streamError(401, [node('conflict', { type: 'device_removed' })])
}

/**
 * Notifies the companions of all people in the chats and groups of an account of a changed device list. The
 * notification comes from the number, names the LID too, and has the hashes of both lists. The companions of the
 * account get the whole list as `account_sync`.
 */
export function announceDevices(
  world: Parts<'directory' | 'faults' | 'groups' | 'mailboxes' | 'phones'>,
  changed: Address,
  change: 'add' | 'remove',
): void {
  syncOthers(world, changed, ownList(world, changed.phone))
  const account = world.directory.get(changed.phone)
  // An account that hides its number has only its LID. Other accounts have both address forms.
  const isHidden = account.addressing === 'lid-only'
  const name = isHidden ? 'lid' : 'pn'
  const lids = (device?: number) => (isHidden ? undefined : jidOf(account, 'lid', device))
  const device = node('device', {
    jid: jidOf(account, name, changed.device),
    lid: lids(changed.device),
    'key-index': String(changed.device),
  })
  const hashes = {
    device_hash: deviceHash(world, changed.phone, name),
    device_lid_hash: isHidden ? undefined : deviceHash(world, changed.phone, 'lid'),
  }
  for (const companion of interestedIn(world, changed.phone)) {
    if (companion.phone === changed.phone || world.faults.take('dropDeviceNews', companion.phone)) continue
    const attrs = {
      from: jidOf(account, name),
      lid: lids(),
      id: nanoid(),
      type: 'devices',
      t: String(nowSeconds()),
    }
    world.mailboxes.put(companion, node('notification', attrs, [node(change, hashes, [device])]))
  }
}

/** Returns the device list of an account for its own companions. */
function ownList(world: Parts<'directory'>, phone: string): BinaryNode {
  const account = world.directory.get(phone)
  const list = world.directory.devices(phone).map(({ device }) =>
    node('device', {
      jid: jidOf(account, 'pn', device),
      'key-index': device === 0 ? undefined : String(device),
    }),
  )
  return node('devices', { dhash: deviceHash(world, phone, 'pn') }, list)
}

function deviceHash(world: Parts<'directory'>, phone: string, addressing: Addressing): string {
  const account = world.directory.get(phone)
  return hashDevices(world.directory.devices(phone).map(({ device }) => ({ account, addressing, device })))
}

/** Returns the companions of an account, and of all people in the chats and groups of its phone. */
export function interestedIn(world: Parts<'directory' | 'groups' | 'phones'>, phone: string): Companion[] {
  const inGroups = world.groups.of(phone).flatMap(({ members }) => members.map((member) => member.phone))
  const interested = new Set([phone, ...world.phones.get(phone).screen.chats(), ...inGroups])
  return [...interested].flatMap((each) => world.directory.companions(each))
}
