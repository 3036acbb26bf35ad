import { type BinaryNode, getContentType, type proto } from '@whiskeysockets/baileys'
import type { Address } from '../accounts/address.ts'
import { bytes, children } from '../server/nodes.ts'
import { lidJidOf } from './encrypt.ts'
import type { Phone } from './phone.ts'

/**
 * Decrypts the message of a stanza. In a group, the stanza may have two ciphertexts: one with the sender key,
 * and the message.
 * @returns undefined if the phone cannot decrypt the message
 */
export async function decrypt(
  phone: Phone,
  sender: Address,
  stanza: BinaryNode,
): Promise<proto.Message | undefined> {
  const isControl = stanza.attrs.category === 'peer'
  if (!isControl && phone.world.faults.take('undecryptable', phone.number)) return undefined
  let found: proto.Message | undefined
  for (const enc of children(stanza, 'enc')) {
    const message = await decryptOne(phone, sender, stanza, enc)
    const content = message?.deviceSentMessage?.message ?? message
    const senderKey = content?.senderKeyDistributionMessage
    if (senderKey) await phone.signal.learnSenderKey(lidJidOf(phone, sender), senderKey)
    // In a group, the ciphertext for a single device holds only the sender key.
    if (content && (!senderKey || getContentType(content))) found = message
  }
  return found
}

async function decryptOne(
  phone: Phone,
  sender: Address,
  { attrs: { id, from = '' } }: BinaryNode,
  enc: BinaryNode,
): Promise<proto.Message | undefined> {
  const ciphertext = bytes(enc)
  const { type } = enc.attrs
  const jid = lidJidOf(phone, sender)
  try {
    if (ciphertext && type === 'skmsg') return await phone.signal.decryptInGroup(from, jid, ciphertext)
    if (ciphertext && (type === 'pkmsg' || type === 'msg'))
      return await phone.signal.decrypt(jid, type, ciphertext)
  } catch (error) {
    phone.world.log.debug({ error, id }, 'the phone could not decrypt a message')
  }
  return undefined
}
