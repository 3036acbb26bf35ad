import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type BinaryNode, jidNormalizedUser, proto } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import { hasAuthors } from '../groups/group.ts'
import { bytes, child, node, nowSeconds } from '../server/nodes.ts'
import { attachmentOf } from './attachment.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'

const { ResultType } = proto.MediaRetryNotification
const TAG_BYTES = 16

/**
 * Uploads an expired file again at a companion's request (`<receipt type=server-error>`). The bytes and the
 * keys stay the same. The server then sends the new path to the companion. A phone has only the files of
 * messages that it shows. A request that names the message otherwise than its stanza gets no answer.
 */
export function reupload(phone: Phone, receipt: BinaryNode): void {
  const companion = phone.world.directory.resolve(receipt.attrs.from)
  const request = child(receipt, 'rmr')
  const id = receipt.attrs.id ?? ''
  if (!companion || companion.phone !== phone.number || !request) return
  const row = phone.screen.get(id)
  if (row && !isNamedBy(phone, row, request.attrs)) return
  const attachment = attachmentOf(phone.screen.content(id))
  const answer = attachment
    ? encrypted(attachment.mediaKey, id, outcome(phone, receipt, id))
    : node('error', { code: String(ResultType.NOT_FOUND) })
  const attrs = { from: jidOf(phone.account, 'pn'), type: 'mediaretry', id, t: String(nowSeconds()) }
  phone.world.mailboxes.put(companion, node('notification', attrs, [answer, node('rmr', request.attrs)]))
}

/** Tells whether the attributes of a request name a message as its stanza did: by chat, author and direction. */
function isNamedBy(
  phone: Phone,
  row: ShownMessage,
  { jid, from_me, participant }: BinaryNode['attrs'],
): boolean {
  const { directory } = phone.world
  if ((from_me === 'true') !== row.fromMe) return false
  if (!hasAuthors(row.chat)) return !participant && directory.resolve(jid)?.phone === row.chat
  if (jid !== row.chat) return false
  if (!participant) return row.fromMe
  const author = directory.get(row.from)
  const addressing = author.addressing === 'lid-only' ? 'lid' : row.addressing
  return jidNormalizedUser(participant) === jidOf(author, addressing)
}

function outcome(phone: Phone, receipt: BinaryNode, id: string): proto.IMediaRetryNotification {
  const message = phone.screen.content(id)
  const attachment = attachmentOf(message)
  if (!attachment) return { stanzaId: id, result: ResultType.NOT_FOUND }
  if (!isGenuine(attachment.mediaKey, id, receipt))
    return { stanzaId: id, result: ResultType.DECRYPTION_ERROR }
  const directPath = phone.world.media.blobs.republish(attachment.directPath)
  return directPath
    ? { stanzaId: id, directPath, result: ResultType.SUCCESS }
    : { stanzaId: id, result: ResultType.NOT_FOUND }
}

function encrypted(mediaKey: Uint8Array, id: string, result: proto.IMediaRetryNotification): BinaryNode {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', retryKey(mediaKey), iv).setAAD(Buffer.from(id))
  const payload = proto.MediaRetryNotification.encode(result).finish()
  const sealed = Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()])
  return node('encrypt', {}, [node('enc_p', {}, sealed), node('enc_iv', {}, iv)])
}

/** Tells whether the companion knows the media key of the file. */
function isGenuine(mediaKey: Uint8Array, id: string, receipt: BinaryNode): boolean {
  const enclosed = child(receipt, 'encrypt')
  const [sealed, iv] = [bytes(enclosed, 'enc_p'), bytes(enclosed, 'enc_iv')]
  if (!sealed || !iv) return false
  const decipher = createDecipheriv('aes-256-gcm', retryKey(mediaKey), iv)
    .setAAD(Buffer.from(id))
    .setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
    return proto.ServerErrorReceipt.decode(plain).stanzaId === id
  } catch {
    return false
  }
}

function retryKey(mediaKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', mediaKey, '', 'WhatsApp Media Retry Notification', 32))
}
