import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Address } from '../accounts/address.ts'
import type { Parts } from '../world.ts'
import { node } from './nodes.ts'

/** What stands in the place of a message that a companion shall not get, or have to ask its phone for. */
export function unavailable(
  world: Parts<'faults'>,
  target: Address,
  stanza: BinaryNode,
): BinaryNode[] | undefined {
  if (target.device === 0 || stanza.attrs.category === 'peer') return undefined
  const type = world.faults.take('unavailable', target.phone)
  return type && [node('unavailable', { type: type === 'none' ? undefined : type })]
}
