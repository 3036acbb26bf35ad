import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Address } from '../accounts/address.ts'
import type { Parts } from '../world.ts'
import { node } from './nodes.ts'

/**
 * Returns the nodes that replace a message for a companion, if a fault makes the message unavailable. The companion then asks its
 * phone for the message, or never gets it.
 */
export function unavailable(
  world: Parts<'faults'>,
  target: Address,
  stanza: BinaryNode,
): BinaryNode[] | undefined {
  if (target.device === 0 || stanza.attrs.category === 'peer') return undefined
  const type = world.faults.take('unavailable', target.phone)
  return type && [node('unavailable', { type: type === 'none' ? undefined : type })]
}
