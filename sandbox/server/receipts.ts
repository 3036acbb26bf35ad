import { type BinaryNode, jidNormalizedUser } from '@whiskeysockets/baileys'
import { type Address, type Addressing, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Resolved } from '../accounts/directory.ts'
import { namesIn } from '../groups/describe.ts'
import { addressingIn, hasAuthors, isChannelId, isGroupId } from '../groups/group.ts'
import type { Parts } from '../world.ts'
import { child, children, node, nowSeconds } from './nodes.ts'

/** The receipt types that do not confirm a delivery, and so remove nothing from the queue. */
const NOT_A_DELIVERY = new Set(['read', 'read-self', 'played', 'retry', 'server-error'])
/** The receipt types that the account's other devices receive, too. */
const READS = new Set(['read', 'read-self', 'played'])
/** The receipt types for control messages between a companion and its phone. No other device receives them. */
const CONTROL = new Set(['peer_msg', 'hist_sync'])

/** Returns all message ids of a receipt. */
export function receiptIds(receipt: BinaryNode): string[] {
  const items = children(child(receipt, 'list'), 'item')
  return [receipt.attrs.id, ...items.map((item) => item.attrs.id)].filter((id) => id !== undefined)
}

/**
 * Tells whether a receipt confirms a delivery. An ack confirms a post of a channel, and a receipt in a channel counts views only.
 */
function isDelivery(type: string, to: string | undefined): boolean {
  return !NOT_A_DELIVERY.has(type) && !isChannelId(to)
}

/** Removes the confirmed stanzas from the device's queue, and forwards the receipt to the devices that need it. */
export function routeReceipt(
  world: Parts<'directory' | 'faults' | 'groups' | 'mailboxes'>,
  sender: Address,
  receipt: BinaryNode,
): void {
  if (world.faults.take('dropReceipts', sender.phone)) return
  const { type = '', to } = receipt.attrs
  if (isDelivery(type, to))
    for (const id of receiptIds(receipt)) world.mailboxes.confirm(sender, { tag: 'message', id })
  if (type === 'hist_sync') markBootstrapped(world, sender)
  const target = world.directory.resolve(hasAuthors(to) ? receipt.attrs.participant : to)
  if (target && !CONTROL.has(type)) forward(world, sender, receipt, target)
}

/**
 * Passes a receipt on. The receipt of a group that has no members any more reaches nobody. A read receipt that names the author
 * otherwise than the stanzas of the group reaches nobody, either.
 */
function forward(
  world: Parts<'directory' | 'groups' | 'mailboxes'>,
  sender: Address,
  receipt: BinaryNode,
  target: Resolved,
): void {
  const { to, type = '', participant } = receipt.attrs
  if (isGroupId(to)) {
    const group = world.groups.find(to)
    if (!group) return
    const author = namesIn(world, group, target.phone).jid
    if (READS.has(type) && jidNormalizedUser(participant) !== author) return
  }
  for (const [device, overrides] of listeners(world, receipt.attrs, sender, target))
    if (!isSameDevice(device, sender))
      world.mailboxes.put(
        device,
        hasAuthors(to)
          ? inShared(world, sender, receipt, to, overrides)
          : forwarded(world, sender, receipt, target.addressing, overrides),
      )
}

type Overrides = Record<string, string | undefined>

/** Returns the devices that receive a receipt, each with the attributes that differ. */
function listeners(
  world: Parts<'directory'>,
  { type = '', recipient }: Overrides,
  sender: Address,
  target: Resolved,
): [Address, Overrides][] {
  // A request for a file goes to the phone of the same account.
  if (type === 'server-error') return [[{ phone: target.phone, device: 0 }, {}]]
  if (type === 'retry' || type === 'sender') return [[target, { recipient }]]
  const isRead = READS.has(type)
  // A companion with an absent user sends `inactive`. For the sender, the message is delivered as usual.
  const overrides = type === 'inactive' ? { type: undefined } : {}
  const others = type === 'read-self' ? [] : world.directory.devices(target.phone)
  const own = isRead ? world.directory.devices(sender.phone) : []
  const ownOverrides = { type: 'read-self', recipient: jidOf(target.account, target.addressing) }
  return [
    ...others.map((device): [Address, Overrides] => [device, overrides]),
    ...own.map((device): [Address, Overrides] => [device, ownOverrides]),
  ]
}

function markBootstrapped(world: Parts<'directory'>, address: Address): void {
  const companion = world.directory.companion(address)
  if (companion && !companion.bootstrapped)
    world.directory.saveCompanion({ ...companion, bootstrapped: true })
}

/** Returns the receipt for another device: from the sending device, in the address form of the receipt's `to`. */
function forwarded(
  world: Parts<'directory'>,
  sender: Address,
  receipt: BinaryNode,
  addressing: Addressing,
  overrides: Overrides,
): BinaryNode {
  const account = world.directory.get(sender.phone)
  return node(
    'receipt',
    {
      id: receipt.attrs.id,
      type: receipt.attrs.type,
      from: jidOf(account, addressing, sender.device),
      t: String(nowSeconds()),
      ...overrides,
    },
    receipt.content,
  )
}

/**
 * Returns the receipt for a device in a chat of several people: from the chat, with the sending device as participant. The
 * server never joins such receipts.
 */
function inShared(
  world: Parts<'directory' | 'groups'>,
  sender: Address,
  receipt: BinaryNode,
  chat: string,
  overrides: Overrides,
): BinaryNode {
  const { id, type } = receipt.attrs
  const group = world.groups.find(chat) ?? {}
  const { jid, pn, lid, username } = namesIn(world, group, sender.phone, sender.device)
  const names = {
    participant: jid,
    participant_pn: pn,
    participant_lid: lid,
    participant_username: username,
  }
  const mode = { addressing_mode: addressingIn(group), t: String(nowSeconds()) }
  const attrs = { id, type, from: chat, ...names, ...mode, ...overrides }
  return node('receipt', attrs, receipt.content)
}
