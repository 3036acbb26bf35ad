import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { type Address, jidOf } from '../accounts/address.ts'
import type { Companion } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { node, nowSeconds, streamError } from './nodes.ts'

/** The parts of the sandbox that an unlinking changes. */
export type UnlinkParts = Parts<'bundles' | 'directory' | 'groups' | 'mailboxes' | 'phones' | 'sessions'>

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
  announceDevices(world, address)
}

/**
 * Ends the socket of a removed companion. The stream error has code 401 and a conflict. Without the code, a
 * client assumes that another connection has replaced it.
 */
export function deviceRemoved(): BinaryNode {
  return streamError(401, [node('conflict', { type: 'device_removed' })])
}

/**
 * Notifies the companions of this account, and of all people in its chats and groups, of a changed device
 * list. Clients cache a device list for minutes. The node `update` makes them drop the list, under both
 * address forms.
 */
export function announceDevices(
  world: Parts<'directory' | 'groups' | 'mailboxes' | 'phones'>,
  changed: Address,
): void {
  const account = world.directory.get(changed.phone)
  // An account that hides its number has only its LID. Other accounts have both address forms.
  const names = (['lid', 'pn'] as const).filter((name) => name === 'lid' || account.addressing !== 'lid-only')
  const devices = names.map((addressing) =>
    node('device', {
      jid: jidOf(account, addressing, changed.device),
      'key-index': String(changed.device),
    }),
  )
  for (const companion of interestedIn(world, changed.phone)) {
    if (companion.phone === changed.phone && companion.device === changed.device) continue
    const attrs = {
      from: jidOf(account, names.at(-1) ?? 'lid'),
      id: nanoid(),
      type: 'devices',
      t: String(nowSeconds()),
    }
    world.mailboxes.put(companion, node('notification', attrs, [node('update', {}, devices)]))
  }
}

/** Returns the companions of an account, and of all people in the chats and groups of its phone. */
export function interestedIn(world: Parts<'directory' | 'groups' | 'phones'>, phone: string): Companion[] {
  const inGroups = world.groups.of(phone).flatMap(({ members }) => members.map((member) => member.phone))
  const interested = new Set([phone, ...world.phones.get(phone).screen.chats(), ...inGroups])
  return [...interested].flatMap((each) => world.directory.companions(each))
}
