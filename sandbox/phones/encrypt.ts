import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, jidOf } from '../accounts/address.ts'
import type { KeyBundle } from '../accounts/bundles.ts'
import { bytes, node } from '../server/nodes.ts'
import type { Phone } from './phone.ts'

/** Encrypts for a device, starting a session where there is none; undefined when it has never uploaded keys. */
export async function encryptFor(
  phone: Phone,
  device: Address,
  message: proto.IMessage,
  attrs: Record<string, string> = {},
): Promise<BinaryNode | undefined> {
  const jid = lidJidOf(phone, device)
  if (!(await phone.signal.hasSession(jid))) {
    const bundle = bundleOf(phone, device)
    if (!bundle) return undefined
    await phone.signal.startSession(jid, bundle)
  }
  const { type, ciphertext } = await phone.signal.encrypt(jid, message)
  return node('enc', { v: '2', type, ...attrs }, ciphertext)
}

/** The name under which the Signal session with a device is kept. */
export function lidJidOf(phone: Phone, device: Address): string {
  return jidOf(phone.world.directory.get(device.phone), 'lid', device.device)
}

/** A fresh bundle of a device, from the server or straight from the other phone. */
export function bundleOf(phone: Phone, device: Address): KeyBundle | undefined {
  const { bundles, phones } = phone.world
  return device.device === 0 ? phones.get(device.phone).bundle() : bundles.take(device)
}

/** The copy for a companion with a byte of its MAC changed; phones are spared. */
export function garbled(device: Address, enc: BinaryNode): BinaryNode {
  const content = bytes(enc)
  if (device.device === 0 || !content) return enc
  content[content.length - 1] = (content.at(-1) ?? 0) ^ 0xff
  return { ...enc, content }
}
