import { type BinaryNode, encodeBigEndian, extractE2ESessionFromRetryReceipt } from '@whiskeysockets/baileys'
import { bundleOf, keysContent } from '../server/encrypt.ts'
import { child, node } from '../server/nodes.ts'
import { lidJidOf } from './encrypt.ts'
import type { Phone } from './phone.ts'
import { resend } from './resend.ts'

const MAX_RETRIES = 5

/**
 * Begins a new Signal session from the keys in the retry receipt, or from a new bundle. Then sends the
 * message again.
 */
export async function answerRetry(phone: Phone, stanza: BinaryNode, id: string): Promise<void> {
  const device = phone.world.directory.resolve(stanza.attrs.participant ?? stanza.attrs.from)
  if (!device) return
  const enclosed = extractE2ESessionFromRetryReceipt(stanza)
  const bundle = enclosed ? undefined : bundleOf(phone.world, device)
  const jid = lidJidOf(phone, device)
  if (enclosed) await phone.signal.inject(jid, enclosed)
  else if (bundle) await phone.signal.startSession(jid, bundle)
  await resend(phone, device, id, child(stanza, 'retry')?.attrs.count ?? '1')
}

/** Sends a retry receipt to the sending device. From the second retry on, the receipt has keys for a new session. */
export async function requestRetry(phone: Phone, stanza: BinaryNode): Promise<void> {
  const { id = '', from, t, recipient, participant } = stanza.attrs
  const count = (phone.retries.get(id) ?? 0) + 1
  phone.retries.set(id, count)
  if (count <= MAX_RETRIES) {
    const content = [
      node('retry', { count: String(count), id, t, v: '1', error: '0' }),
      node('registration', {}, encodeBigEndian(phone.signal.registrationId)),
      ...(count > 1 ? [node('keys', {}, keysContent(phone.bundle()))] : []),
    ]
    await phone.submit(node('receipt', { id, to: from, participant, type: 'retry', recipient }, content))
  }
}
