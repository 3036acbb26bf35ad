import { nanoid } from 'nanoid'
import { type Address, jidOf } from '../accounts/address.ts'
import type { World } from '../world.ts'
import { node, nowSeconds, streamError } from './nodes.ts'

/**
 * Takes a companion off its account: keys, queue and login are gone, its socket is told `device_removed`. Code 401
 * stands beside the conflict: without it clients believe that another connection took their place.
 */
export function unlinkDevice(world: World, address: Address): void {
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
export function announceDevices(world: World, changed: Address): void {
  const account = world.directory.get(changed.phone)
  const devices = (['pn', 'lid'] as const).map((addressing) =>
    node('device', {
      jid: jidOf(account, addressing, changed.device),
      'key-index': String(changed.device),
    }),
  )
  const interested = [changed.phone, ...world.phones.get(changed.phone).screen.chats()]
  for (const companion of [...new Set(interested)].flatMap((phone) => world.directory.companions(phone))) {
    if (companion.phone === changed.phone && companion.device === changed.device) continue
    const attrs = { from: jidOf(account, 'pn'), id: nanoid(), type: 'devices', t: String(nowSeconds()) }
    world.mailboxes.put(companion, node('notification', attrs, [node('update', {}, devices)]))
  }
}
