import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Account, Resolved } from '../accounts/directory.ts'
import { isGroupId } from '../groups/group.ts'
import { routeGroupMessage } from '../groups/routing.ts'
import type { Parts } from '../world.ts'
import { bytes, child, children, fromServer, node, nowSeconds } from './nodes.ts'
import { unavailable } from './unavailable.ts'

/** A message as its sender wrote it. */
interface Outgoing {
  sender: Address
  account: Account
  stanza: BinaryNode
}

/**
 * Puts a device's message into the queue of each device that it is encrypted for, and returns the ack: only when
 * the queues are on disk, because after the ack the sender forgets. Undefined when the fault `dropAcks` ate it.
 */
export async function routeMessage(
  world: Parts<'directory' | 'faults' | 'groups' | 'mailboxes' | 'state'>,
  sender: Address,
  stanza: BinaryNode,
): Promise<BinaryNode | undefined> {
  // Faults are for what a companion's user writes, not for its control mail, which would use up their count.
  const isExposed = sender.device > 0 && stanza.attrs.category !== 'peer'
  let refusal: number | undefined = isExposed ? world.faults.take('ackError', sender.phone) : undefined
  if (refusal === undefined) {
    const outgoing = { sender, account: world.directory.get(sender.phone), stanza }
    if (isGroupId(stanza.attrs.to)) refusal = routeGroupMessage(world, sender, stanza)
    else for (const [jid, enc] of encryptedCopies(stanza)) deliver(world, outgoing, jid, enc)
    await world.state.flushed()
  }
  if (isExposed && world.faults.take('dropAcks', sender.phone)) return undefined
  return node('ack', {
    class: 'message',
    id: stanza.attrs.id,
    from: stanza.attrs.to,
    t: String(nowSeconds()),
    error: refusal === undefined ? undefined : String(refusal),
  })
}

/**
 * Who gets which ciphertext. A fan-out lists its devices under `<participants>`; a resend after a retry receipt and
 * a control message carry one `<enc>` for the device in `to` (Baileys adds a `<participants>` copy, which the
 * receiver of the top-level one does not need).
 */
function encryptedCopies(stanza: BinaryNode): [string, BinaryNode][] {
  const direct = child(stanza, 'enc')
  if (direct) return [[stanza.attrs.to ?? '', direct]]
  return children(child(stanza, 'participants'), 'to').flatMap((to): [string, BinaryNode][] => {
    const enc = child(to, 'enc')
    return enc && to.attrs.jid ? [[to.attrs.jid, enc]] : []
  })
}

/** A device that was unlinked since the sender's last look at the device list gets nothing, as with the real server. */
function deliver(
  world: Parts<'directory' | 'faults' | 'mailboxes'>,
  outgoing: Outgoing,
  jid: string,
  enc: BinaryNode,
): void {
  const target = world.directory.resolve(jid)
  if (!target || isSameDevice(target, outgoing.sender)) return
  if (target.device > 0 && !world.directory.companion(target)) return
  const { stanza, account } = outgoing
  const isOwn = target.phone === outgoing.sender.phone
  const identity = enc.attrs.type === 'pkmsg' ? bytes(stanza, 'device-identity') : undefined
  const hidden = unavailable(world, target, stanza)
  world.mailboxes.put(
    target,
    node(
      'message',
      {
        id: stanza.attrs.id,
        from: jidOf(account, target.addressing, outgoing.sender.device),
        t: String(nowSeconds()),
        type: stanza.attrs.type,
        edit: stanza.attrs.edit,
        notify: account.name,
        addressing_mode: target.addressing,
        ...(isOwn ? ownAttributes(world, stanza) : alternative(account, target.addressing)),
      },
      hidden ?? (identity ? [enc, node('device-identity', {}, identity)] : [enc]),
    ),
  )
}

/** The sender's other name, so that the receiver learns the pair, unless its owner hides the number. Never on own messages: it would be taken for the chat's. */
function alternative(account: Account, addressing: 'pn' | 'lid') {
  if (account.addressing === 'lid-only' && addressing === 'lid') return {}
  return addressing === 'lid' ? { sender_pn: jidOf(account, 'pn') } : { sender_lid: jidOf(account, 'lid') }
}

/** For the sender's own devices: which chat it was written in, or that it is control mail between phone and companion. */
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

/** The chat's other name, likewise. */
function peerAlternative({ account, addressing }: Resolved) {
  if (addressing === 'pn') return { peer_recipient_lid: jidOf(account, 'lid') }
  return account.addressing === 'lid-only' ? {} : { peer_recipient_pn: jidOf(account, 'pn') }
}

/** The server's ack of anything but a message. */
export function acknowledge(stanza: BinaryNode): BinaryNode {
  return node(
    'ack',
    fromServer({ class: stanza.tag, id: stanza.attrs.id, type: stanza.attrs.type, t: String(nowSeconds()) }),
  )
}
