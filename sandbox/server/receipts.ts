import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, type Addressing, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Resolved } from '../accounts/directory.ts'
import { isGroupId } from '../groups/group.ts'
import { deviceLid } from '../groups/routing.ts'
import type { Parts } from '../world.ts'
import { child, children, node, nowSeconds } from './nodes.ts'

/** Receipts that say nothing about having the message: they confirm nothing in the queue. */
const NOT_A_DELIVERY = new Set(['read', 'read-self', 'played', 'retry', 'server-error'])
/** Receipts for mail between a companion and its own phone, which no third device asks about. */
const CONTROL = new Set(['peer_msg', 'hist_sync'])

/** All message ids that a receipt speaks of. */
export function receiptIds(receipt: BinaryNode): string[] {
  const items = children(child(receipt, 'list'), 'item')
  return [receipt.attrs.id, ...items.map((item) => item.attrs.id)].filter((id) => id !== undefined)
}

/** Takes what the receipt confirms out of the device's queue, and passes it on to those who wait to hear it. */
export function routeReceipt(
  world: Parts<'directory' | 'faults' | 'mailboxes'>,
  sender: Address,
  receipt: BinaryNode,
): void {
  if (world.faults.take('dropReceipts', sender.phone)) return
  const { type = '', to } = receipt.attrs
  if (!NOT_A_DELIVERY.has(type))
    for (const id of receiptIds(receipt)) world.mailboxes.confirm(sender, { tag: 'message', id })
  if (type === 'hist_sync') markBootstrapped(world, sender)
  const group = isGroupId(to) ? to : undefined
  const target = world.directory.resolve(group ? receipt.attrs.participant : to)
  if (!target || CONTROL.has(type)) return
  for (const [device, overrides] of listeners(world, receipt.attrs, sender, target))
    if (!isSameDevice(device, sender))
      world.mailboxes.put(
        device,
        group
          ? inGroup(world, sender, receipt, group, overrides)
          : forwarded(world, sender, receipt, target.addressing, overrides),
      )
}

type Overrides = Record<string, string | undefined>

/** Who hears a receipt, and in what words. */
function listeners(
  world: Parts<'directory'>,
  { type, recipient }: Overrides,
  sender: Address,
  target: Resolved,
): [Address, Overrides][] {
  // Who lacks a file asks the own phone.
  if (type === 'server-error') return [[{ phone: target.phone, device: 0 }, {}]]
  if (type === 'retry' || type === 'sender') return [[target, { recipient }]]
  const isRead = type === 'read' || type === 'read-self' || type === 'played'
  // A companion whose user is away says `inactive`; to the sender the message is as delivered as any.
  const words = type === 'inactive' ? { type: undefined } : {}
  const others = type === 'read-self' ? [] : world.directory.devices(target.phone)
  const own = isRead ? world.directory.devices(sender.phone) : []
  const ownWords = { type: 'read-self', recipient: jidOf(target.account, target.addressing) }
  return [
    ...others.map((device): [Address, Overrides] => [device, words]),
    ...own.map((device): [Address, Overrides] => [device, ownWords]),
  ]
}

function markBootstrapped(world: Parts<'directory'>, address: Address): void {
  const companion = world.directory.companion(address)
  if (companion && !companion.bootstrapped)
    world.directory.saveCompanion({ ...companion, bootstrapped: true })
}

/** The receipt as another device sees it: from the device that sent it, under the name that its `to` was addressed by. */
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

/** The same in a group: from the group, by the device that sent it. One for each, never many in one. */
function inGroup(
  world: Parts<'directory'>,
  sender: Address,
  receipt: BinaryNode,
  group: string,
  overrides: Overrides,
): BinaryNode {
  const { id, type } = receipt.attrs
  const participant = deviceLid(world, sender)
  const attrs = { id, type, from: group, participant, t: String(nowSeconds()), ...overrides }
  return node('receipt', attrs, receipt.content)
}
