import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, jidOf } from '../accounts/address.ts'
import { bundleOf } from '../server/encrypt.ts'
import { bytes, node } from '../server/nodes.ts'
import type { Phone } from './phone.ts'

/**
 * Encrypts a message for a device, and begins a Signal session if none exists.
 * @returns undefined if the device has never uploaded keys
 */
export async function encryptFor(
  phone: Phone,
  device: Address,
  message: proto.IMessage,
  attrs: Record<string, string> = {},
): Promise<BinaryNode | undefined> {
  const jid = lidJidOf(phone, device)
  if (!(await phone.signal.hasSession(jid))) {
    const bundle = bundleOf(phone.world, device)
    if (!bundle) return undefined
    await phone.signal.startSession(jid, bundle)
  }
  const { type, ciphertext } = await phone.signal.encrypt(jid, message)
  return node('enc', { v: '2', type, ...attrs }, ciphertext)
}

/** Returns the JID that names the Signal session with a device. */
export function lidJidOf(phone: Phone, device: Address): string {
  return jidOf(phone.world.directory.get(device.phone), 'lid', device.device)
}

/** Changes a byte of the MAC in a companion's ciphertext. A ciphertext for a phone stays unchanged. */
export function garbled(device: Address, enc: BinaryNode): BinaryNode {
  const content = bytes(enc)
  if (device.device === 0 || !content) return enc
  content[content.length - 1] = (content.at(-1) ?? 0) ^ 0xff
  return { ...enc, content }
}
