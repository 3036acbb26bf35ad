import { randomBytes } from 'node:crypto'
import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, addressingOf, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { SandboxError } from '../errors.ts'
import { node, nowSeconds } from '../server/nodes.ts'
import { apply, composeAction } from './action.ts'
import { composeContent } from './compose.ts'
import { contextOfDraft, numberOf } from './context.ts'
import { describe } from './describe.ts'
import { type Draft, isAction } from './draft.ts'
import { encryptFor, garbled } from './encrypt.ts'
import { envelopeOf } from './envelope.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'

/** Sends a message to all devices of a chat and to the own companions; returns its row as it stands after the ack. */
export async function sendMessage(phone: Phone, to: string | undefined, draft: Draft): Promise<ShownMessage> {
  const target = isAction(draft) ? targetOf(phone, draft.messageId) : undefined
  const { directory, state } = phone.world
  const chat = directory.find(to ?? target?.chat ?? '')
  if (!chat) throw new SandboxError('unknown_recipient', `${to} is not on WhatsApp.`)

  const addressing = addressingOf(phone.account)
  const message = compose(phone, draft, jidOf(chat, addressing))
  const id = (!isAction(draft) && draft.id) || newMessageId()
  const row = phone.newRow({
    id,
    chat: chat.phone,
    from: phone.number,
    fromMe: true,
    ...describe(message, (jid) => numberOf(phone, jid)),
    // What this phone encrypted itself needs no check.
    ...('file' in draft && { sha256: Buffer.from(draft.file.fileSha256).toString('hex') }),
    status: 'PENDING',
    addressing,
  })
  const envelope = envelopeOf(message)
  phone.screen.save(row)
  state.sent.in(phone.number).set(id, { message: proto.Message.encode(message).finish(), ...envelope })
  apply(phone.screen, row)

  const participants = await fanOut(phone, chat, message, envelope.enc)
  const attrs = { id, to: jidOf(chat, addressing), ...envelope.stanza }
  const ack = await phone.submit(node('message', attrs, [participants]))
  if (ack) phone.screen.advance(id, 'SENT')
  await state.flushed()
  return phone.screen.get(id) ?? row
}

function targetOf(phone: Phone, id: string): ShownMessage {
  const target = phone.screen.get(id)
  if (!target) throw new SandboxError('unknown_message', `${phone.number} shows no message ${id}.`)
  return target
}

function compose(phone: Phone, draft: Draft, chatJid: string): proto.IMessage {
  if (!isAction(draft)) return composeContent(draft, contextOfDraft(phone, draft))
  const { messageId } = draft
  return composeAction(draft, chatJid, targetOf(phone, messageId), phone.screen.content(messageId))
}

/** A copy for each device, encrypted for it. */
async function fanOut(
  phone: Phone,
  chat: Account,
  message: proto.IMessage,
  attrs: Record<string, string>,
): Promise<BinaryNode> {
  const addressing = addressingOf(phone.account)
  const isGarbled = phone.world.faults.take('corrupt', phone.number) !== undefined
  const copies: BinaryNode[] = []
  for (const device of recipients(phone, chat.phone)) {
    const content = device.phone === phone.number ? forOwnDevice(message, jidOf(chat, addressing)) : message
    const encrypted = await encryptFor(phone, device, content, attrs)
    const jid = jidOf(phone.world.directory.get(device.phone), addressing, device.device)
    if (encrypted) copies.push(node('to', { jid }, [isGarbled ? garbled(device, encrypted) : encrypted]))
  }
  return node('participants', {}, copies)
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
  const isGarbled = device.device > 0 && phone.world.faults.take('corrupt', phone.number) !== undefined
  if (encrypted)
    await phone.submit(node('message', attrs, [isGarbled ? garbled(device, encrypted) : encrypted]))
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
