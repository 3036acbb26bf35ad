import { type BinaryNode, isLidUser } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import { verifiedNameNode } from './business.ts'
import type { IqHandler } from './iq.ts'
import { bytes, child, children, node, nowSeconds } from './nodes.ts'
import { isShownTo } from './privacy.ts'
import { DEFAULT_ABOUT } from './profile.ts'
import { findNamed, isNamed } from './usync-username.ts'

/** A user of a query: the account if there is one, the number of the asking account, and the answer about the contact. */
interface Asked {
  account: Account | undefined
  contact: BinaryNode
  viewer: string
}

type Protocol = (world: Parts<'directory' | 'phones' | 'serverKeys'>, asked: Asked) => BinaryNode[]

/** Answers a protocol only for a number that has an account. */
const ofAccount =
  (
    answer: (
      world: Parts<'directory' | 'phones' | 'serverKeys'>,
      account: Account,
      viewer: string,
    ) => BinaryNode[],
  ): Protocol =>
  (world, { account, viewer }) =>
    account ? answer(world, account, viewer) : []

/** The protocols of a usync query. Each protocol returns nodes for an account, or for a number without an account. */
const PROTOCOLS: Record<string, Protocol> = {
  contact: (_, { contact }) => [contact],
  lid: ofAccount((_, account) => [node('lid', { val: jidOf(account, 'lid') })]),
  devices: ofAccount((world, account) => [deviceList(world, account)]),
  status: ofAccount((world, account, viewer) => {
    if (!isShownTo(world, account, 'status', viewer)) return [node('status', { code: '401' })]
    return [node('status', { t: String(nowSeconds()) }, Buffer.from(account.about ?? DEFAULT_ABOUT))]
  }),
  picture: ofAccount((world, account, viewer) => {
    const isShown = isShownTo(world, account, 'profile', viewer)
    return account.picture && isShown ? [node('picture', { id: account.picture.id })] : []
  }),
  business: ofAccount((world, account) => verifiedNameNode(world, account)),
  username: (_, { account }) => [
    account
      ? node('username', {}, account.username === undefined ? undefined : Buffer.from(account.username))
      : node('username', {}, [node('error', { code: '404', text: 'item-not-found' })]),
  ],
  disappearing_mode: ofAccount((_, { disappearing = { duration: 0, time: nowSeconds() } }) => [
    node('disappearing_mode', { duration: String(disappearing.duration), t: String(disappearing.time) }),
  ]),
}

/** Handles namespace `usync`: accounts on WhatsApp, their LIDs and their devices. */
export const answerUsync: IqHandler<'directory' | 'phones' | 'serverKeys'> = (world, session, iq) => {
  const usync = child(iq, 'usync')
  const protocols = children(child(usync, 'query')).map(({ tag }) => PROTOCOLS[tag])
  const users = children(child(usync, 'list'), 'user').map((user) => {
    const { account, attrs, contact } = isNamed(user) ? findNamed(world, user) : findUser(world, user)
    const asked = { account, contact, viewer: session.address.phone }
    return node(
      'user',
      attrs,
      protocols.flatMap((protocol) => protocol?.(world, asked) ?? []),
    )
  })
  return [node('usync', usync?.attrs, [node('list', {}, users)])]
}

/** Finds the account of a JID or of a number. */
function findUser(
  world: Parts<'directory'>,
  user: BinaryNode,
): Omit<Asked, 'viewer'> & Pick<BinaryNode, 'attrs'> {
  const number = numberOf(user)
  const account =
    user.attrs.jid === undefined
      ? world.directory.findBySpelling(number)
      : world.directory.resolve(user.attrs.jid)?.account
  const jid = user.attrs.jid ?? jidOf(account ?? { phone: number, lid: '' }, 'pn')
  const pn = account && numberBeside(jid, account)
  const contact = node('contact', { type: account ? 'in' : 'out' }, bytes(user, 'contact'))
  return { account, contact, attrs: { jid, ...(pn && { pn_jid: pn }) } }
}

/** Returns the number beside a queried LID, unless the account hides its number. */
function numberBeside(jid: string, account: Account): string | undefined {
  return isLidUser(jid) && account.addressing !== 'lid-only' ? jidOf(account, 'pn') : undefined
}

/** Returns the digits of a contact query, which has a number in place of a JID. The answer names the number of the account. */
function numberOf(user: BinaryNode): string {
  return bytes(user, 'contact')?.toString().replace(/\D/g, '') ?? ''
}

/** Returns the device list of an account. Clients ignore a companion without a key index. */
function deviceList(world: Parts<'directory'>, account: Account): BinaryNode {
  const devices = world.directory.devices(account.phone).map(({ device }) =>
    node('device', {
      id: String(device),
      'key-index': device === 0 ? undefined : String(device),
    }),
  )
  return node('devices', {}, [node('device-list', {}, devices)])
}
