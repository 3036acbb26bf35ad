import { type BinaryNode, jidDecode, proto } from '@whiskeysockets/baileys'
import type { Address } from '../accounts/address.ts'
import { show as showPost } from '../channels/post.ts'
import { type Group, hasAuthors, isAdmin, isChannelId } from '../groups/group.ts'
import { bytes, child, node } from '../server/nodes.ts'
import { receiptIds } from '../server/receipts.ts'
import { readAppState } from './app-state.ts'
import { decrypt } from './decrypt.ts'
import { sendRead } from './outbox.ts'
import { answerPeerRequest } from './peer-requests.ts'
import type { Phone } from './phone.ts'
import { answerRetry, requestRetry } from './retry.ts'
import { reupload } from './reupload.ts'
import type { Status } from './screen.ts'
import { describeFor } from './seal-target.ts'
import { settle } from './settle.ts'

const STATUS_OF_RECEIPT: Record<string, Status> = { '': 'DELIVERED', read: 'READ', played: 'READ' }

/** Handles a stanza from the server. */
export async function receive(phone: Phone, stanza: BinaryNode): Promise<void> {
  if (isChannelId(stanza.attrs.from)) return receivePost(phone, stanza)
  if (stanza.tag === 'message') return receiveMessage(phone, stanza)
  if (stanza.tag === 'receipt') await receiveReceipt(phone, stanza)
  if (stanza.attrs.type === 'server_sync')
    await readAppState(phone, child(stanza, 'collection')?.attrs.name ?? '')
  if (stanza.tag === 'receipt' || stanza.tag === 'notification') await acknowledge(phone, stanza)
}

/**
 * Decrypts and shows a message, and sends the receipt that removes it from the queue. If decryption fails,
 * requests a retry.
 */
async function receiveMessage(phone: Phone, stanza: BinaryNode): Promise<void> {
  const { participant } = stanza.attrs
  const sender = phone.world.directory.resolve(participant ?? stanza.attrs.from)
  const id = stanza.attrs.id ?? ''
  const known = phone.screen.get(id)
  if (!sender) return acknowledge(phone, stanza)
  const message = await decrypt(phone, sender, stanza)
  // A repeated copy does not decrypt, because the first copy has used its message key.
  if (!message && !known) {
    await requestRetry(phone, stanza)
    return acknowledge(phone, stanza, '500')
  }
  const isControl = stanza.attrs.category === 'peer'
  if (known) phone.screen.update(id, { copies: known.copies + 1 })
  else if (message && !isControl) show(phone, stanza, sender, message)
  phone.retries.delete(id)
  const isOwn = sender.phone === phone.number
  await phone.submit(
    node('receipt', {
      id,
      to: stanza.attrs.from,
      participant,
      type: isControl ? 'peer_msg' : isOwn ? 'sender' : undefined,
      recipient: stanza.attrs.recipient,
    }),
  )
  if (message && isControl && isOwn) await answerPeerRequest(phone, sender, id, message)
  const row = phone.screen.get(id)
  if (phone.account.autoRead && row && !row.fromMe && row.status !== 'READ') await sendRead(phone, [row])
}

/** Shows a post of a channel, and confirms it by an ack. */
async function receivePost(phone: Phone, stanza: BinaryNode): Promise<void> {
  const { id = '', from = '', edit } = stanza.attrs
  const plaintext = bytes(stanza, 'plaintext')
  const message = plaintext && proto.Message.decode(plaintext)
  const post = { id, ...(edit !== undefined && { edit }), ...(message && { message }) }
  showPost(phone, from, post, { from, fromMe: false, status: 'DELIVERED' })
  await acknowledge(phone, stanza)
}

/** Shows a message. A message from a companion of this account is an own message, in the chat of its recipient. */
function show(phone: Phone, stanza: BinaryNode, sender: Address, message: proto.IMessage): void {
  const fromMe = sender.phone === phone.number
  const content = unwrapped(message)
  const row = phone.newRow({
    id: stanza.attrs.id ?? '',
    chat: chatOf(phone, stanza, sender),
    from: sender.phone,
    fromMe,
    ...describeFor(phone, content, sender.phone),
    status: fromMe ? 'SENT' : 'DELIVERED',
    addressing: stanza.attrs.addressing_mode === 'pn' ? 'pn' : 'lid',
  })
  const timed = { ...row, timestamp: Number(stanza.attrs.t ?? row.timestamp) }
  phone.screen.save(timed)
  phone.screen.keep(row.id, content)
  const group = phone.world.groups.find(row.chat)
  settle(phone, timed, content, group && isAdmin(group, row.from))
  phone.attachments.download(row.id)
}

/** Returns a message without the wrapper of a message from a companion of this account. The secret is beside the wrapped message. */
function unwrapped({ deviceSentMessage, ...message }: proto.IMessage): proto.IMessage {
  const inner = deviceSentMessage?.message
  const messageContextInfo = inner?.messageContextInfo ?? message.messageContextInfo
  return inner ? { ...inner, ...(messageContextInfo && { messageContextInfo }) } : message
}

/**
 * Returns the chat of a message: the group, the sender, or the recipient of an own message. The recipient may be a
 * number without an account, because a companion may write to any number.
 */
function chatOf(phone: Phone, { attrs }: BinaryNode, sender: Address): string {
  if (hasAuthors(attrs.from)) return attrs.from
  if (sender.phone !== phone.number) return sender.phone
  const jid = attrs.recipient
  return phone.world.directory.resolve(jid)?.phone ?? jidDecode(jid)?.user ?? phone.number
}

async function receiveReceipt(phone: Phone, stanza: BinaryNode): Promise<void> {
  const { type = '', id = '' } = stanza.attrs
  const ids = receiptIds(stanza)
  if (type === 'retry') return answerRetry(phone, stanza, id)
  if (type === 'server-error') return reupload(phone, stanza)
  for (const each of ids) {
    const row = phone.screen.get(each)
    if (type === 'read-self' && row && !row.fromMe) phone.screen.advance(each, 'READ')
    const status = STATUS_OF_RECEIPT[type]
    if (!status || !row?.fromMe) continue
    const group = phone.world.groups.find(row.chat)
    const number = phone.world.directory.resolve(stanza.attrs.participant)?.phone
    if (!group || !number) phone.screen.advance(each, status)
    else phone.screen.advanceWith(each, number, status, othersIn(phone, group))
  }
}

function othersIn(phone: Phone, group: Group): string[] {
  return group.members.map((member) => member.phone).filter((number) => number !== phone.number)
}

async function acknowledge(phone: Phone, stanza: BinaryNode, error?: string): Promise<void> {
  const { id, from, type, participant } = stanza.attrs
  await phone.submit(node('ack', { class: stanza.tag, id, to: from, participant, type, error }))
}
