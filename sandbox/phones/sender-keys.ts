import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, isSameDevice, keyOf } from '../accounts/address.ts'
import { type Group, STATUS } from '../groups/group.ts'
import { devicesOf } from '../groups/routing.ts'
import { node } from '../server/nodes.ts'
import { encryptFor, lidJidOf } from './encrypt.ts'
import type { Phone } from './phone.ts'

/** The chat that shares one sender key of this phone: a group, or the status with its audience. */
export type Audience = Pick<Group, 'id' | 'members'>

/**
 * Encrypts a message to a group once, with this phone's sender key. The sender key is encrypted for each
 * device that lacks it. If a device with the key has left the group, the phone replaces the key first.
 */
export async function groupContent(
  phone: Phone,
  group: Audience,
  message: proto.IMessage,
  attrs: Record<string, string>,
): Promise<BinaryNode[]> {
  const { signal } = phone
  const devices = devicesOf(phone.world, group).filter((device) => !isSameDevice(device, phone.address))
  const present = new Set(devices.map(keyOf))
  if (signal.senderKeyHolders(group.id).some((holder) => !present.has(holder)))
    signal.dropSenderKey(group.id, lidJidOf(phone, phone.address))
  const { ciphertext, distribution } = await signal.encryptForGroup(
    group.id,
    lidJidOf(phone, phone.address),
    message,
  )
  const copies = await distribute(phone, group, devices, distribution)
  const isGarbled = phone.world.faults.take('corrupt', phone.number) !== undefined
  const shared = node(
    'enc',
    { v: '2', type: 'skmsg', ...attrs },
    isGarbled ? garbled(ciphertext) : ciphertext,
  )
  return copies.length > 0 ? [shared, node('participants', {}, copies)] : [shared]
}

/**
 * Adds the sender key to a message for one group device that could not decrypt it, because the device may
 * lack the key.
 */
export async function withSenderKey(
  phone: Phone,
  groupId: string,
  device: Address,
  message: proto.IMessage,
): Promise<proto.IMessage> {
  const distribution = await phone.signal.senderKey(groupId, lidJidOf(phone, phone.address))
  noteHolder(phone, groupId, device)
  return { ...message, ...distributionMessage(groupId, distribution) }
}

async function distribute(
  phone: Phone,
  group: Audience,
  devices: Address[],
  distribution: Uint8Array,
): Promise<BinaryNode[]> {
  const holders = new Set(phone.signal.senderKeyHolders(group.id))
  const copies: BinaryNode[] = []
  for (const device of devices) {
    const jid = lidJidOf(phone, device)
    const encrypted = holders.has(keyOf(device))
      ? undefined
      : await encryptFor(phone, device, distributionMessage(group.id, distribution))
    if (encrypted) holders.add(keyOf(device))
    // The server learns the audience of a status from this list alone.
    if (encrypted || (group.id === STATUS && holders.has(keyOf(device))))
      copies.push(node('to', { jid }, encrypted && [encrypted]))
  }
  if (copies.length > 0) phone.signal.setSenderKeyHolders(group.id, [...holders])
  return copies
}

function noteHolder(phone: Phone, groupId: string, device: Address): void {
  const holders = new Set(phone.signal.senderKeyHolders(groupId))
  phone.signal.setSenderKeyHolders(groupId, [...holders.add(keyOf(device))])
}

function distributionMessage(groupId: string, axolotl: Uint8Array): proto.IMessage {
  return { senderKeyDistributionMessage: { groupId, axolotlSenderKeyDistributionMessage: axolotl } }
}

/** Changes one byte of the shared ciphertext. No device, and no phone, can decrypt the changed ciphertext. */
function garbled(ciphertext: Uint8Array): Uint8Array {
  const content = Buffer.from(ciphertext)
  content[content.length - 1] = (content.at(-1) ?? 0) ^ 0xff
  return content
}
