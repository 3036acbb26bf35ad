import { randomBytes } from 'node:crypto'
import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, isSameDevice, jidOf } from '../accounts/address.ts'
import type { KeyBundle } from '../accounts/bundles.ts'
import { SandboxError } from '../errors.ts'
import { node, nowSeconds } from '../server/nodes.ts'
import { apply, compose, type Draft, describe } from './content.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'

/** Sends a message to all devices of a chat and to the own companions; returns its row as it stands after the ack. */
export async function sendMessage(phone: Phone, to: string | undefined, draft: Draft): Promise<ShownMessage> {
  const target = draft.type === 'text' ? undefined : phone.screen.get(draft.messageId)
  if (draft.type !== 'text' && !target)
    throw new SandboxError('unknown_message', `${phone.number} shows no message ${draft.messageId}.`)
  const { directory, state } = phone.world
  const chat = directory.find(to ?? target?.chat ?? '')
  if (!chat) throw new SandboxError('unknown_recipient', `${to} is not on WhatsApp.`)

  const { addressing } = phone.account
  const { message, stanza, enc } = compose(draft, jidOf(chat, addressing), target)
  const id = (draft.type === 'text' && draft.id) || newMessageId()
  const row = phone.newRow({
    id,
    chat: chat.phone,
    from: phone.number,
    fromMe: true,
    ...describe(message),
    status: 'PENDING',
    addressing,
  })
  phone.screen.save(row)
  state.sent.in(phone.number).set(id, { message: proto.Message.encode(message).finish(), stanza, enc })
  apply(phone.screen, row)

  const copies: BinaryNode[] = []
  for (const device of recipients(phone, chat.phone)) {
    const content = device.phone === phone.number ? forOwnDevice(message, jidOf(chat, addressing)) : message
    const encrypted = await encryptFor(phone, device, content, enc)
    const jid = jidOf(directory.get(device.phone), addressing, device.device)
    if (encrypted) copies.push(node('to', { jid }, [encrypted]))
  }
  const attrs = { id, to: jidOf(chat, addressing), ...stanza }
  const ack = await phone.submit(node('message', attrs, [node('participants', {}, copies)]))
  if (ack) phone.screen.advance(id, 'SENT')
  await state.flushed()
  return phone.screen.get(id) ?? row
}

/** Sends a message of this phone again to the one device that could not decrypt it. */
export async function resend(phone: Phone, device: Address, id: string, count: string): Promise<void> {
  const sent = phone.world.state.sent.in(phone.number).get(id)
  const row = phone.screen.get(id)
  const chat = phone.world.directory.find(row?.chat ?? '')
  if (!sent || !row || !chat) return
  const isOwn = device.phone === phone.number
  const chatJid = jidOf(chat, row.addressing)
  const message = proto.Message.decode(sent.message)
  const content = isOwn ? forOwnDevice(message, chatJid) : message
  const encrypted = await encryptFor(phone, device, content, { ...sent.enc, count })
  const account = phone.world.directory.get(device.phone)
  const attrs = {
    id,
    to: jidOf(account, row.addressing, device.device),
    recipient: isOwn ? chatJid : undefined,
    device_fanout: 'false',
    ...sent.stanza,
  }
  if (encrypted) await phone.submit(node('message', attrs, [encrypted]))
}

/** One read receipt for each addressing that the messages came by, the further ids in a list. */
export async function sendRead(phone: Phone, unread: ShownMessage[]): Promise<string[]> {
  for (const addressing of ['pn', 'lid'] as const) {
    const [first, ...others] = unread.filter((row) => row.addressing === addressing).map((row) => row.id)
    const sender = phone.world.directory.find(unread[0]?.from ?? '')
    if (!first || !sender) continue
    const items = others.map((id) => node('item', { id }))
    const attrs = { id: first, to: jidOf(sender, addressing), type: 'read', t: String(nowSeconds()) }
    await phone.submit(node('receipt', attrs, items.length > 0 ? [node('list', {}, items)] : undefined))
  }
  for (const { id } of unread) phone.screen.advance(id, 'READ')
  await phone.world.state.flushed()
  return unread.map(({ id }) => id)
}

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

/** All devices of the chat and the own ones, this phone excepted; once each where somebody writes to himself. */
function recipients(phone: Phone, chat: string): Address[] {
  const { directory } = phone.world
  const others = chat === phone.number ? [] : directory.devices(chat)
  return [...others, ...directory.devices(phone.number)].filter(
    (device) => !isSameDevice(device, phone.address),
  )
}

function forOwnDevice(message: proto.IMessage, destinationJid: string): proto.IMessage {
  return { deviceSentMessage: { destinationJid, message } }
}

export function newMessageId(): string {
  return `3A${randomBytes(15).toString('hex').toUpperCase()}`
}
