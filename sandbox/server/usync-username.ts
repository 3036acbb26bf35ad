import type { BinaryNode } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { findByUsername } from '../accounts/username.ts'
import type { Parts } from '../world.ts'
import { child, node } from './nodes.ts'

/** The answer about a username: the account if the client may know it, the attributes of the user, and the contact. */
interface Named extends Pick<BinaryNode, 'attrs'> {
  account: Account | undefined
  contact: BinaryNode
}

/** Tells whether a query names its user by a username. */
export function isNamed(user: BinaryNode): boolean {
  return child(user, 'contact')?.attrs.username !== undefined
}

/**
 * Finds the account of a username. A stranger needs the key of a protected username. A client that knows the LID of the account is no
 * stranger. Without a key the answer has no JID, and with a wrong key it has an error too.
 */
export function findNamed({ directory }: Parts<'directory'>, user: BinaryNode): Named {
  const { username = '', pin, lid } = child(user, 'contact')?.attrs ?? {}
  const account = findByUsername(directory, username)
  if (!account) return { account, attrs: {}, contact: node('contact', { type: 'out' }) }
  const { usernameKey } = account
  const jid = jidOf(account, 'lid')
  if (usernameKey !== undefined && usernameKey !== pin && lid !== jid) {
    const error = pin === undefined ? undefined : [node('error', { code: '401', text: 'not-authorized' })]
    return { account: undefined, attrs: {}, contact: node('contact', { username }, error) }
  }
  const isListed = account.business !== undefined && account.addressing !== 'lid-only'
  const attrs = { jid, ...(isListed && { pn: jidOf(account, 'pn') }) }
  return { account, attrs, contact: node('contact', { type: 'in', username: account.username }) }
}
