import { type BinaryNode, jidDecode } from '@whiskeysockets/baileys'
import { type Address, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Account, Resolved } from '../accounts/directory.ts'
import { routePost } from '../channels/routing.ts'
import { isChannelId, isGroupId, STATUS } from '../groups/group.ts'
import { routeGroupMessage, routeStatus } from '../groups/routing.ts'
import type { Parts } from '../world.ts'
import { isBlocked } from './blocklist.ts'
import { bytes, child, children, fromServer, node, nowSeconds } from './nodes.ts'
import { staleHash } from './stale-devices.ts'
import { unavailable } from './unavailable.ts'

/** Error code of the ack of a message to a user that has no account. */
const NO_ACCOUNT = 400

/** A message of a sender. */
interface Outgoing {
  sender: Address
  account: Account
  stanza: BinaryNode
}

/**
 * Puts a message into the queue of each device for which it is encrypted. The ack waits until the queues are
 * on disk, because the sender forgets the message after the ack.
 * @returns the ack; undefined if the fault `dropAcks` loses it
 */
export async function routeMessage(
  world: Parts<'channels' | 'directory' | 'faults' | 'groups' | 'mailboxes' | 'state'>,
  sender: Address,
  stanza: BinaryNode,
): Promise<BinaryNode | undefined> {
  // Faults apply to messages of a companion's user. Control messages would use up their count.
  const isExposed = sender.device > 0 && stanza.attrs.category !== 'peer'
  let refusal: number | undefined = isExposed ? world.faults.take('ackError', sender.phone) : undefined
  if (refusal === undefined) {
    refusal = route(world, sender, stanza)
    await world.state.flushed()
  }
  if (isExposed && world.faults.take('dropAcks', sender.phone)) return undefined
  return node('ack', {
    class: 'message',
    id: stanza.attrs.id,
    from: stanza.attrs.to,
    t: String(nowSeconds()),
    phash: refusal === undefined ? staleHash(world, sender, stanza) : undefined,
    error: refusal === undefined ? undefined : String(refusal),
  })
}

/** Routes a message by the kind of its chat. Returns the error of the ack, or undefined. */
function route(
  world: Parts<'channels' | 'directory' | 'faults' | 'groups' | 'mailboxes'>,
  sender: Address,
  stanza: BinaryNode,
): number | undefined {
  const { to } = stanza.attrs
  if (isGroupId(to)) return routeGroupMessage(world, sender, stanza)
  if (isChannelId(to)) return routePost(world, sender, stanza)
  if (to === STATUS) return routeStatus(world, sender, stanza)
  if (isUserWithoutAccount(world, to)) return NO_ACCOUNT
  const outgoing = { sender, account: world.directory.get(sender.phone), stanza }
  for (const [jid, enc] of encryptedCopies(stanza)) deliver(world, outgoing, jid, enc)
  return undefined
}

/**
 * Tells whether a JID names a user that has no account. The other spelling of an account's number has no account: the real server knows an
 * account by one number.
 */
function isUserWithoutAccount({ directory }: Parts<'directory'>, jid: string | undefined): boolean {
  const server = jidDecode(jid)?.server
  return (server === 's.whatsapp.net' || server === 'lid') && !directory.resolve(jid)
}

/**
 * Returns each ciphertext with the JID of its device. A fan-out lists its devices under `<participants>`. A
 * resend and a control message have one `<enc>` for the device in `to`. Baileys also adds a `<participants>`
 * copy, which the receiver does not need.
 */
function encryptedCopies(stanza: BinaryNode): [string, BinaryNode][] {
  const direct = child(stanza, 'enc')
  if (direct) return [[stanza.attrs.to ?? '', direct]]
  return children(child(stanza, 'participants'), 'to').flatMap((to): [string, BinaryNode][] => {
    const enc = child(to, 'enc')
    return enc && to.attrs.jid ? [[to.attrs.jid, enc]] : []
  })
}

/**
 * Delivers a ciphertext to a device. As on the real server, a device that was unlinked after the sender read
 * the device list gets nothing.
 */
function deliver(
  world: Parts<'directory' | 'faults' | 'mailboxes'>,
  outgoing: Outgoing,
  jid: string,
  enc: BinaryNode,
): void {
  const target = world.directory.resolve(jid)
  if (!target || isSameDevice(target, outgoing.sender)) return
  if (target.device > 0 && !world.directory.companion(target)) return
  // The sender of a message to an account that has blocked the sender still gets an ack.
  if (isBlocked(world, target.phone, outgoing.sender.phone)) return
  const { stanza, account } = outgoing
  const isOwn = target.phone === outgoing.sender.phone
  const isHidden = !isOwn && account.addressing === 'lid-only'
  const addressing = isHidden ? 'lid' : target.addressing
  const identity = enc.attrs.type === 'pkmsg' ? bytes(stanza, 'device-identity') : undefined
  const hidden = unavailable(world, target, stanza)
  world.mailboxes.put(
    target,
    node(
      'message',
      {
        id: stanza.attrs.id,
        from: jidOf(account, addressing, outgoing.sender.device),
        t: String(nowSeconds()),
        type: stanza.attrs.type,
        edit: stanza.attrs.edit,
        notify: account.name,
        addressing_mode: addressing,
        ...(isOwn ? ownAttributes(world, stanza) : alternative(account, addressing)),
      },
      hidden ?? (identity ? [enc, node('device-identity', {}, identity)] : [enc]),
    ),
  )
}

/**
 * Returns the sender's other address, from which the receiver learns the pair. A sender that hides its number
 * has no other address. An own message omits it, because clients would take it for the address of the chat.
 */
function alternative(account: Account, addressing: 'pn' | 'lid') {
  if (account.addressing === 'lid-only' && addressing === 'lid') return {}
  return addressing === 'lid' ? { sender_pn: jidOf(account, 'pn') } : { sender_lid: jidOf(account, 'lid') }
}

/** Returns the attributes for the sender's own devices: the chat, or the mark of a control message. */
function ownAttributes(world: Parts<'directory'>, stanza: BinaryNode) {
  if (stanza.attrs.category === 'peer') return { category: 'peer', addressing_mode: undefined }
  const recipient = stanza.attrs.recipient ?? stanza.attrs.to
  const chat = world.directory.resolve(recipient)
  if (!chat) return { recipient }
  return {
    recipient: jidOf(chat.account, chat.addressing),
    ...peerAlternative(chat),
  }
}

/** Returns the chat's other address, unless the chat hides its number, and the chat's username. */
function peerAlternative({ account, addressing }: Resolved) {
  const peer_recipient_username = account.username
  if (addressing === 'pn') return { peer_recipient_lid: jidOf(account, 'lid'), peer_recipient_username }
  const peer_recipient_pn = account.addressing === 'lid-only' ? undefined : jidOf(account, 'pn')
  return { peer_recipient_pn, peer_recipient_username }
}

/** Returns the server's ack of a stanza that is no message. */
export function acknowledge(stanza: BinaryNode): BinaryNode {
  return node(
    'ack',
    fromServer({ class: stanza.tag, id: stanza.attrs.id, type: stanza.attrs.type, t: String(nowSeconds()) }),
  )
}
