import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, jidOf } from '../accounts/address.ts'
import { hasAuthors } from '../groups/group.ts'
import { node } from '../server/nodes.ts'
import { encryptFor, garbled } from './encrypt.ts'
import { forOwnDevice } from './outbox.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { withSenderKey } from './sender-keys.ts'

/** The route of a resent message to one device: its own JID, or the group. */
interface Route {
  chatJid: string
  attrs: Record<string, string | undefined>
}

/** Sends a message of this phone again to one device that could not decrypt it. */
export async function resend(phone: Phone, device: Address, id: string, count: string): Promise<void> {
  const sent = phone.world.state.sent.in(phone.number).get(id)
  const row = phone.screen.get(id)
  const route = row && routeTo(phone, device, row)
  if (!sent || !row || !route) return
  const original = proto.Message.decode(sent.message)
  const message = hasAuthors(row.chat) ? await withSenderKey(phone, row.chat, device, original) : original
  const content = device.phone === phone.number ? forOwnDevice(message, route.chatJid) : message
  const encrypted = await encryptFor(phone, device, content, { ...sent.enc, count })
  const attrs = { id, ...route.attrs, ...sent.stanza }
  if (encrypted) await phone.submit(node('message', attrs, [spoiled(phone, device, encrypted)]))
}

function routeTo(phone: Phone, device: Address, row: ShownMessage): Route | undefined {
  const deviceJid = jidOf(phone.world.directory.get(device.phone), row.addressing, device.device)
  if (hasAuthors(row.chat))
    return {
      chatJid: row.chat,
      attrs: { to: row.chat, participant: deviceJid, addressing_mode: row.addressing },
    }
  const chat = phone.world.directory.find(row.chat)
  if (!chat) return undefined
  const chatJid = jidOf(chat, row.addressing)
  const recipient = device.phone === phone.number ? chatJid : undefined
  return { chatJid, attrs: { to: deviceJid, recipient, device_fanout: 'false' } }
}

/** Applies the fault `corrupt` to a ciphertext. */
function spoiled(phone: Phone, device: Address, enc: BinaryNode): BinaryNode {
  const isGarbled = device.device > 0 && phone.world.faults.take('corrupt', phone.number) !== undefined
  return isGarbled ? garbled(device, enc) : enc
}
