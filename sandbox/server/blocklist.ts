import { createHash } from 'node:crypto'
import type { BinaryNode } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { syncOthers } from './account-sync.ts'
import type { IqHandler } from './iq.ts'
import { IqError } from './iq-error.ts'
import { child, node } from './nodes.ts'

/**
 * Handles namespace `blocklist`: reads the blocklist, or changes one entry. The answer is the whole list. The other
 * companions get an `account_sync` notification.
 */
export const answerBlocklist: IqHandler<'directory' | 'mailboxes'> = (world, { address }, iq) => {
  const account = world.directory.get(address.phone)
  if (iq.attrs.type === 'get') return [listNode(world, account)]
  const item = child(iq, 'item')
  const target = world.directory.resolve(item?.attrs.jid ?? item?.attrs.pn_jid)?.account
  const action = item?.attrs.action
  if (action !== 'block' && action !== 'unblock') throw new IqError(400, 'bad-request')
  if (!target) throw new IqError(404, 'item-not-found')
  const others = (account.blocked ?? []).filter((phone) => phone !== target.phone)
  const blocked = action === 'block' ? [...others, target.phone] : others
  const after = { ...account, blocked }
  world.directory.save(after)
  const change = node('item', { ...namesOf(target), action })
  const hashes = { dhash: hashOf(world, after), prev_dhash: hashOf(world, account) }
  syncOthers(world, address, node('blocklist', { action: 'modify', ...hashes }, [change]))
  return [listNode(world, after)]
}

/** Tells whether an account has blocked another account. */
export function isBlocked(world: Parts<'directory'>, by: string, phone: string): boolean {
  return world.directory.find(by)?.blocked?.includes(phone) === true
}

function listNode(world: Parts<'directory'>, account: Account): BinaryNode {
  const items = blockedBy(world, account).map((blocked) => node('item', namesOf(blocked)))
  return node('list', { dhash: hashOf(world, account) }, items)
}

function blockedBy(world: Parts<'directory'>, { blocked = [] }: Account): Account[] {
  return blocked.map((phone) => world.directory.get(phone))
}

/** Returns both addresses of a blocked account. The LID names the entry. */
function namesOf(account: Account) {
  const pn = account.addressing === 'lid-only' ? undefined : jidOf(account, 'pn')
  return { jid: jidOf(account, 'lid'), pn_jid: pn, username: account.username }
}

/** Returns the hash of the list, from which a client learns that its copy is stale. */
function hashOf(world: Parts<'directory'>, account: Account): string {
  const jids = blockedBy(world, account).map((blocked) => jidOf(blocked, 'lid'))
  return createHash('sha256').update(jids.toSorted().join('')).digest('base64').slice(0, 8)
}
