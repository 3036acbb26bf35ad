import type { BinaryNode } from '@whiskeysockets/baileys'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { syncOthers } from './account-sync.ts'
import { isBlocked } from './blocklist.ts'
import type { IqHandler } from './iq.ts'
import { IqError } from './iq-error.ts'
import { child, children, node } from './nodes.ts'

const AUDIENCES = ['all', 'contacts', 'contact_blacklist', 'none'] as const
/** The categories with their values. The first value is the default. */
const CATEGORIES = {
  last: AUDIENCES,
  online: ['all', 'match_last_seen'],
  profile: AUDIENCES,
  status: AUDIENCES,
  readreceipts: ['all', 'none'],
  groupadd: AUDIENCES,
  calladd: ['all', 'known'],
  messages: ['all', 'contacts'],
} as const
export type PrivacyCategory = keyof typeof CATEGORIES

/** Handles namespace `privacy`: the settings, which the account keeps, and privacy tokens. The sandbox only counts the tokens. */
export const answerPrivacy: IqHandler<'directory' | 'mailboxes' | 'tokens'> = (world, { address }, iq) => {
  const tokens = child(iq, 'tokens')
  if (tokens) return [countTokens(world, tokens)]
  const account = world.directory.get(address.phone)
  if (iq.attrs.type === 'get') return [settingsNode(account)]
  const changes = children(child(iq, 'privacy'), 'category').map(readChange)
  world.directory.save({ ...account, privacy: { ...account.privacy, ...Object.fromEntries(changes) } })
  const privacy = node(
    'privacy',
    {},
    changes.map(([name, value]) => node('category', { name, value })),
  )
  syncOthers(world, address, privacy)
  return [privacy]
}

/** Returns the value of one setting of an account. */
export function privacyOf(account: Account, category: PrivacyCategory): string {
  return account.privacy?.[category] ?? CATEGORIES[category][0]
}

/**
 * Tells whether an account shows a part of itself to another account. The sandbox has no address book. `contacts` and
 * `contact_blacklist` include the people in the chats of the phone.
 */
export function isShownTo(
  world: Parts<'directory' | 'phones'>,
  account: Account,
  category: 'last' | 'profile' | 'status' | 'groupadd',
  viewer: string,
): boolean {
  if (viewer === account.phone) return true
  if (isBlocked(world, account.phone, viewer)) return false
  const audience = privacyOf(account, category)
  if (audience === 'all' || audience === 'none') return audience === 'all'
  return world.phones.get(account.phone).screen.chats().has(viewer)
}

function settingsNode(account: Account): BinaryNode {
  const names = Object.keys(CATEGORIES) as PrivacyCategory[]
  return node(
    'privacy',
    {},
    names.map((name) => node('category', { name, value: privacyOf(account, name) })),
  )
}

function readChange({ attrs: { name = '', value = '' } }: BinaryNode): [string, string] {
  const values: readonly string[] = name in CATEGORIES ? CATEGORIES[name as PrivacyCategory] : []
  if (!values.includes(value)) throw new IqError(400, 'bad-request')
  return [name, value]
}

function countTokens(world: Parts<'directory' | 'tokens'>, tokens: BinaryNode): BinaryNode {
  for (const { attrs } of children(tokens, 'token')) {
    const phone = world.directory.resolve(attrs.jid)?.phone
    if (phone) world.tokens.set(phone, (world.tokens.get(phone) ?? 0) + 1)
  }
  return node('tokens')
}
