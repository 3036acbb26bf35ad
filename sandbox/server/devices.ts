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

/** Removes a companion from its account with its keys, its queue and its login. Its socket stays open. */
export function removeDevice(world: UnlinkParts, address: Address): void {
  world.directory.removeCompanion(address)
  world.bundles.drop(address)
  world.mailboxes.drop(address)
  announceDevices(world, address)
}

/**
 * The stream error for a companion that its account no longer has. Code 401 stands beside the conflict, because without
 * the code clients believe that another connection took their place.
 */
export function deviceRemoved(): BinaryNode {
  return streamError(401, [node('conflict', { type: 'device_removed' })])
}

/**
 * Tells the companions of this account, and of everyone its phone has chats with, that the device list has changed:
 * clients keep one for minutes. `update` makes them drop it, under both names.
 */
export function announceDevices(
  world: Parts<'directory' | 'groups' | 'mailboxes' | 'phones'>,
  changed: Address,
): void {
  const account = world.directory.get(changed.phone)
  // One name of whose number is hidden, both of everybody else.
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

/** The companions of an account, and of everyone its phone has chats or groups with. */
export function interestedIn(world: Parts<'directory' | 'groups' | 'phones'>, phone: string): Companion[] {
  const inGroups = world.groups.of(phone).flatMap(({ members }) => members.map((member) => member.phone))
  const interested = new Set([phone, ...world.phones.get(phone).screen.chats(), ...inGroups])
  return [...interested].flatMap((each) => world.directory.companions(each))
}
