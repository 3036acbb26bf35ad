import type { BinaryNode } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import type { Parts } from '../world.ts'
import type { IqHandler } from './iq.ts'
import { bytes, child, children, node, nowSeconds } from './nodes.ts'
import { DEFAULT_ABOUT } from './profile.ts'

type Protocol = (world: Parts<'directory'>, account: Account | undefined) => BinaryNode[]

/** The protocols of a usync query. Each protocol returns nodes for an account, or for a number without an account. */
const PROTOCOLS: Record<string, Protocol> = {
  contact: (_, account) => [node('contact', { type: account ? 'in' : 'out' })],
  lid: (_, account) => (account ? [node('lid', { val: jidOf(account, 'lid') })] : []),
  devices: (world, account) => (account ? [deviceList(world, account)] : []),
  status: (_, account) =>
    account ? [node('status', { t: String(nowSeconds()) }, Buffer.from(account.about ?? DEFAULT_ABOUT))] : [],
  disappearing_mode: (_, account) =>
    account ? [node('disappearing_mode', { duration: '0', t: String(nowSeconds()) })] : [],
}

/** Handles namespace `usync`: accounts on WhatsApp, their LIDs and their devices. */
export const answerUsync: IqHandler<'directory'> = (world, _session, iq) => {
  const usync = child(iq, 'usync')
  const protocols = children(child(usync, 'query')).map(({ tag }) => PROTOCOLS[tag])
  const users = children(child(usync, 'list'), 'user').map((user) => {
    const number = numberOf(user)
    const account =
      user.attrs.jid === undefined
        ? world.directory.findBySpelling(number)
        : world.directory.resolve(user.attrs.jid)?.account
    const jid = user.attrs.jid ?? jidOf(account ?? { phone: number, lid: '' }, 'pn')
    return node(
      'user',
      { jid },
      protocols.flatMap((protocol) => protocol?.(world, account) ?? []),
    )
  })
  return [node('usync', usync?.attrs, [node('list', {}, users)])]
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
