import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { type Address, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Parts } from '../world.ts'
import { node, nowSeconds } from './nodes.ts'

/** Notifies the other companions of an account of a setting that a companion has changed. */
export function syncOthers(
  world: Parts<'directory' | 'mailboxes'>,
  changedBy: Address,
  change: BinaryNode,
): void {
  const from = jidOf(world.directory.get(changedBy.phone), 'pn')
  for (const companion of world.directory.companions(changedBy.phone)) {
    if (isSameDevice(companion, changedBy)) continue
    const attrs = { from, type: 'account_sync', id: nanoid(), t: String(nowSeconds()) }
    world.mailboxes.put(companion, node('notification', attrs, [change]))
  }
}
