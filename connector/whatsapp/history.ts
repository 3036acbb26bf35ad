import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { inflate, type ZlibOptions } from 'node:zlib'
import {
  normalizeMessageContent,
  processHistoryMessage,
  proto,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { cut, MAX_ID, MAX_NAME } from '#shared/contracts/sizes.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import { bareJid } from '#shared/jid.ts'
import { type EncryptedFile, openFile } from './media.ts'

/** A part of what the phone had before it was linked. */
export interface History {
  messages: WAMessage[]
  contacts: KnownContact[]
  identities: LidMapping[]
}

const unzip = promisify<Uint8Array, ZlibOptions, Buffer>(inflate)
const MAX_PACKED = 64 * 2 ** 20
const MAX_UNPACKED = 256 * 2 ** 20

/** The phone's history that a control message of its own carries, or names; null for any other message.
 * @throws HistoryUnavailable */
export async function readHistory(message: WAMessage, origin: string | undefined): Promise<History | null> {
  const notification = normalizeMessageContent(message.message)?.protocolMessage?.historySyncNotification
  // A stranger could write such a message as well.
  if (!notification || !message.key.fromMe) return null
  const { messages, contacts, lidPnMappings } = processHistoryMessage(await open(notification, origin))
  return {
    messages,
    contacts: contacts.flatMap(({ id, name, notify }) => {
      const known = name || notify
      return id && id.length <= MAX_ID && known ? [{ jid: bareJid(id), name: cut(known, MAX_NAME) }] : []
    }),
    identities: lidPnMappings.map(({ lid, pn }) => ({ lid: bareJid(lid), phoneJid: bareJid(pn) })),
  }
}

/** Whether a control message of the own phone carries words of earlier messages: a part of the history, or messages given again. */
export function carriesHistory(message: WAMessage): boolean {
  const protocol = normalizeMessageContent(message.message)?.protocolMessage
  const carried = protocol?.historySyncNotification ?? protocol?.peerDataOperationRequestResponseMessage
  return message.key.fromMe === true && carried !== undefined && carried !== null
}

/** The part of the history that a message names could not be fetched now. */
export class HistoryUnavailable extends Error {
  override readonly name = 'HistoryUnavailable'
}

/** Messages that the phone gave again, because WhatsApp had none of their words for us; empty for any other message. */
export function readResent(message: WAMessage): WAMessage[] {
  const answer = normalizeMessageContent(message.message)?.protocolMessage
    ?.peerDataOperationRequestResponseMessage
  if (!answer || !message.key.fromMe) return []
  return (answer.peerDataOperationResult ?? []).flatMap(({ placeholderMessageResendResponse: resent }) =>
    resent?.webMessageInfoBytes ? [proto.WebMessageInfo.decode(resent.webMessageInfoBytes) as WAMessage] : [],
  )
}

async function open(
  notification: proto.Message.IHistorySyncNotification,
  origin: string | undefined,
): Promise<proto.IHistorySync> {
  const inline = notification.initialHistBootstrapInlinePayload
  const packed = inline?.length ? inline : await download(notification, origin)
  return proto.HistorySync.decode(await unzip(packed, { maxOutputLength: MAX_UNPACKED }))
}

async function download(
  { directPath, mediaKey, fileSha256 }: proto.Message.IHistorySyncNotification,
  origin: string | undefined,
): Promise<Buffer> {
  const file: EncryptedFile = {
    kind: 'md-msg-hist',
    url: null,
    directPath: directPath ?? null,
    mediaKey: Buffer.from(mediaKey ?? []).toString('base64'),
    sha256: fileSha256 ? Buffer.from(fileSha256).toString('hex') : null,
    maxBytes: MAX_PACKED,
  }
  try {
    return await buffer(await openFile(file, origin))
  } catch (cause) {
    throw new HistoryUnavailable('A part of the history could not be fetched', { cause })
  }
}
