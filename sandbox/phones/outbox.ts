import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, addressingOf, isSameDevice, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { postToChannel } from '../channels/post.ts'
import { SandboxError } from '../errors.ts'
import { namesIn } from '../groups/describe.ts'
import { hasAuthors, isAdmin, isChannelId } from '../groups/group.ts'
import { node, nowSeconds } from '../server/nodes.ts'
import { composeAction } from './action.ts'
import { composeContent } from './compose.ts'
import { contextOfDraft } from './context.ts'
import { type Destination, destinationOf } from './destination.ts'
import { type Draft, isAction } from './draft.ts'
import { encryptFor, garbled } from './encrypt.ts'
import { envelopeOf } from './envelope.ts'
import { futureOf, withFuture } from './future.ts'
import { keyOf } from './keys.ts'
import { newMessageId } from './message-id.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { describeFor, sealTarget } from './seal-target.ts'
import { groupContent } from './sender-keys.ts'
import { settle } from './settle.ts'
import { composeTap } from './tap.ts'
import { timerContext, timerOf } from './timers.ts'

/**
 * Sends a message to all devices of a chat and to the companions of the phone.
 * @returns the row of the message after the ack
 */
export async function sendMessage(phone: Phone, to: string | undefined, draft: Draft): Promise<ShownMessage> {
  const target = isAction(draft) ? targetOf(phone, draft.messageId) : undefined
  const { state } = phone.world
  const chatId = to ?? target?.chat ?? ''
  if (isChannelId(chatId)) return postToChannel(phone, chatId, draft)
  const destination = destinationOf(phone, chatId)
  const { chat, jid, addressing, group, audience } = destination
  const message = compose(phone, draft, destination)
  const id = (!isAction(draft) && draft.id) || newMessageId()
  const row = phone.newRow({
    id,
    chat,
    from: phone.number,
    fromMe: true,
    ...describeFor(phone, message, phone.number),
    // The file needs no check, because this phone encrypted it.
    ...('file' in draft && { sha256: Buffer.from(draft.file.fileSha256).toString('hex') }),
    status: 'PENDING',
    addressing,
  })
  const envelope = envelopeOf(message)
  phone.screen.save(row)
  state.sent.in(phone.number).set(id, { message: proto.Message.encode(message).finish(), ...envelope })
  settle(phone, row, message, group && isAdmin(group, phone.number))

  const content = audience
    ? await groupContent(phone, audience, message, envelope.enc)
    : [await fanOut(phone, destination.account, message, envelope.enc)]
  const mode = audience && { addressing_mode: addressing }
  const ack = await phone.submit(node('message', { id, to: jid, ...mode, ...envelope.stanza }, content))
  if (ack) phone.screen.advance(id, 'SENT')
  await state.flushed()
  return phone.screen.get(id) ?? row
}

function targetOf(phone: Phone, id: string): ShownMessage {
  const target = phone.screen.get(id)
  if (!target) throw new SandboxError('unknown_message', `${phone.number} shows no message ${id}.`)
  return target
}

function compose(phone: Phone, draft: Draft, { chat, jid, addressing, group }: Destination): proto.IMessage {
  const timer = timerContext(timerOf(phone, chat))
  if (!isAction(draft)) {
    if (draft.type === 'timer' && group)
      throw new SandboxError('invalid_body', 'PUT /phones/:phone/groups/:id sets the timer of a group.')
    const own = draft.ephemeral === undefined ? timer : {}
    return composeContent(draft, { ...contextOfDraft(phone, draft), ...own })
  }
  const { messageId } = draft
  const target = targetOf(phone, messageId)
  const original = phone.screen.content(messageId)
  if (draft.type === 'tap')
    return composeTap(draft, original, { ...contextOfDraft(phone, { quoted: messageId }), ...timer })
  const place = {
    key: keyOf(phone, jid, target),
    isAdmin: group && isAdmin(group, phone.number),
    timer,
    mentions: 'mentions' in draft ? contextOfDraft(phone, { mentions: draft.mentions }) : {},
  }
  return composeAction(draft, place, target, original, (sealed, key) =>
    sealTarget(phone, sealed, target, key, addressing),
  )
}

/** Encrypts a copy for each device. */
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

/**
 * Sends one read receipt for each author and each address form. A receipt lists the further ids.
 * @returns the ids of the messages
 */
export async function sendRead(phone: Phone, unread: ShownMessage[]): Promise<string[]> {
  for (const [first, ...others] of byAuthor(unread)) {
    const sender = phone.world.directory.find(first?.from ?? '')
    if (!first || !sender) continue
    const items = others.map(({ id }) => node('item', { id }))
    const group = phone.world.groups.find(first.chat)
    const jid = group ? namesIn(phone.world, group, sender.phone).jid : jidOf(sender, first.addressing)
    const route = hasAuthors(first.chat) ? { to: first.chat, participant: jid } : { to: jid }
    const attrs = { id: first.id, ...route, type: 'read', t: String(nowSeconds()) }
    await phone.submit(node('receipt', attrs, items.length > 0 ? [node('list', {}, items)] : undefined))
  }
  for (const { id } of unread) phone.screen.advance(id, 'READ')
  await phone.world.state.flushed()
  return unread.map(({ id }) => id)
}

function byAuthor(rows: ShownMessage[]): ShownMessage[][] {
  const groups = new Map<string, ShownMessage[]>()
  for (const row of rows) {
    const key = `${row.from} ${row.addressing}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

/**
 * Returns all devices of the chat and of this phone's account, except this phone. A chat with oneself has
 * each device once.
 */
function recipients(phone: Phone, chat: string): Address[] {
  const { directory } = phone.world
  const others = chat === phone.number ? [] : directory.devices(chat)
  return [...others, ...directory.devices(phone.number)].filter(
    (device) => !isSameDevice(device, phone.address),
  )
}

/** Wraps a message to a chat for the other devices of the sender's account. WhatsApp puts the secret beside the wrapped message. */
export function forOwnDevice(message: proto.IMessage, destinationJid: string): proto.IMessage {
  const { messageContextInfo, ...rest } = message
  const wrapped = withFuture(rest, futureOf(message))
  return {
    deviceSentMessage: { destinationJid, message: wrapped },
    ...(messageContextInfo && { messageContextInfo }),
  }
}
