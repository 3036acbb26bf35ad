import { nanoid } from 'nanoid'
import { type Address, jidOf } from '../accounts/address.ts'
import type { Companion } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { node, nowSeconds, streamError } from './nodes.ts'

/**
 * Takes a companion off its account: keys, queue and login are gone, its socket is told `device_removed`. Code 401
 * stands beside the conflict: without it clients believe that another connection took their place.
 */
export function unlinkDevice(
  world: Parts<'bundles' | 'directory' | 'groups' | 'mailboxes' | 'phones' | 'sessions'>,
  address: Address,
): void {
  world.directory.removeCompanion(address)
  world.bundles.drop(address)
  world.mailboxes.drop(address)
  world.sessions.find(address)?.end(streamError(401, [node('conflict', { type: 'device_removed' })]))
  announceDevices(world, address)
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
