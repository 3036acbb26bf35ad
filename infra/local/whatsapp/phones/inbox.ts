import {
  type BinaryNode,
  encodeBigEndian,
  extractE2ESessionFromRetryReceipt,
  jidDecode,
  type proto,
} from '@whiskeysockets/baileys'
import type { Address } from '../accounts/address.ts'
import { keysContent } from '../server/encrypt.ts'
import { bytes, child, node } from '../server/nodes.ts'
import { receiptIds } from '../server/receipts.ts'
import { apply } from './action.ts'
import { numberOf } from './context.ts'
import { describe } from './describe.ts'
import { bundleOf, lidJidOf } from './encrypt.ts'
import { resend, sendRead } from './outbox.ts'
import { answerPeerRequest } from './peer-requests.ts'
import type { Phone } from './phone.ts'
import { reupload } from './reupload.ts'
import type { Status } from './screen.ts'

const MAX_RETRIES = 5
const STATUS_OF_RECEIPT: Record<string, Status> = { '': 'DELIVERED', read: 'READ', played: 'READ' }

/** Handles a stanza from the server. */
export async function receive(phone: Phone, stanza: BinaryNode): Promise<void> {
  if (stanza.tag === 'message') return receiveMessage(phone, stanza)
  if (stanza.tag === 'receipt') await receiveReceipt(phone, stanza)
  if (stanza.tag === 'receipt' || stanza.tag === 'notification') await acknowledge(phone, stanza)
}

/** Decrypts, shows, sends the receipt that takes the message out of the queue; or asks for it again. */
async function receiveMessage(phone: Phone, stanza: BinaryNode): Promise<void> {
  const sender = phone.world.directory.resolve(stanza.attrs.from)
  const id = stanza.attrs.id ?? ''
  const known = phone.screen.get(id)
  if (!sender) return acknowledge(phone, stanza)
  const message = await decrypt(phone, sender, stanza)
  // A second copy that no longer decrypts is the ordinary case of a repeat: its key was used by the first.
  if (!message && !known) return requestRetry(phone, stanza)
  const isControl = stanza.attrs.category === 'peer'
  if (known) phone.screen.update(id, { copies: known.copies + 1 })
  else if (message && !isControl) show(phone, stanza, sender, message)
  phone.retries.delete(id)
  const isOwn = sender.phone === phone.number
  await phone.submit(
    node('receipt', {
      id,
      to: stanza.attrs.from,
      type: isControl ? 'peer_msg' : isOwn ? 'sender' : undefined,
      recipient: stanza.attrs.recipient,
    }),
  )
  if (message && isControl && isOwn) await answerPeerRequest(phone, sender, id, message)
  const row = phone.screen.get(id)
  if (phone.account.autoRead && row && !row.fromMe && row.status !== 'READ') await sendRead(phone, [row])
}

async function decrypt(
  phone: Phone,
  sender: Address,
  stanza: BinaryNode,
): Promise<proto.Message | undefined> {
  const enc = child(stanza, 'enc')
  const ciphertext = bytes(enc)
  const type = enc?.attrs.type
  const isControl = stanza.attrs.category === 'peer'
  if (!isControl && phone.world.faults.take('undecryptable', phone.number)) return undefined
  if (!ciphertext || (type !== 'pkmsg' && type !== 'msg')) return undefined
  return phone.signal.decrypt(lidJidOf(phone, sender), type, ciphertext).catch((error: unknown) => {
    phone.world.log.debug({ error, phone: phone.number, id: stanza.attrs.id }, 'a message did not decrypt')
    return undefined
  })
}

/** A message of a companion of this account lies in the chat it was sent to, and is the phone's own. */
function show(phone: Phone, stanza: BinaryNode, sender: Address, message: proto.IMessage): void {
  const fromMe = sender.phone === phone.number
  const content = message.deviceSentMessage?.message ?? message
  const row = phone.newRow({
    id: stanza.attrs.id ?? '',
    chat: fromMe ? chatOf(phone, stanza.attrs.recipient) : sender.phone,
    from: sender.phone,
    fromMe,
    ...describe(content, (jid) => numberOf(phone, jid)),
    status: fromMe ? 'SENT' : 'DELIVERED',
    addressing: stanza.attrs.addressing_mode === 'pn' ? 'pn' : 'lid',
  })
  phone.screen.save({ ...row, timestamp: Number(stanza.attrs.t ?? row.timestamp) })
  phone.screen.keep(row.id, content)
  apply(phone.screen, row)
  phone.attachments.download(row.id)
}

/** A number without an account can be written to as well; nobody gets it. */
function chatOf(phone: Phone, jid: string | undefined): string {
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
    if (status && row?.fromMe) phone.screen.advance(each, status)
  }
}

/** Starts a new session, from the keys in the receipt or from a fresh bundle, and sends the message again. */
async function answerRetry(phone: Phone, stanza: BinaryNode, id: string): Promise<void> {
  const device = phone.world.directory.resolve(stanza.attrs.from)
  if (!device) return
  const enclosed = extractE2ESessionFromRetryReceipt(stanza)
  const bundle = enclosed ? undefined : bundleOf(phone, device)
  const jid = lidJidOf(phone, device)
  if (enclosed) await phone.signal.inject(jid, enclosed)
  else if (bundle) await phone.signal.startSession(jid, bundle)
  await resend(phone, device, id, child(stanza, 'retry')?.attrs.count ?? '1')
}

/** Asks the sending device to send a message again; from the second time on with keys for a new session. */
async function requestRetry(phone: Phone, stanza: BinaryNode): Promise<void> {
  const { id = '', from, t, recipient } = stanza.attrs
  const count = (phone.retries.get(id) ?? 0) + 1
  phone.retries.set(id, count)
  if (count <= MAX_RETRIES) {
    const content = [
      node('retry', { count: String(count), id, t, v: '1', error: '0' }),
      node('registration', {}, encodeBigEndian(phone.signal.registrationId)),
      ...(count > 1 ? [node('keys', {}, keysContent(phone.bundle()))] : []),
    ]
    await phone.submit(node('receipt', { id, to: from, type: 'retry', recipient }, content))
  }
  await acknowledge(phone, stanza, '500')
}

async function acknowledge(phone: Phone, stanza: BinaryNode, error?: string): Promise<void> {
  const { id, from, type } = stanza.attrs
  await phone.submit(node('ack', { class: stanza.tag, id, to: from, type, error }))
}
