import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import {
  downloadHistory,
  normalizeMessageContent,
  processHistoryMessage,
  proto,
  type WAMessage,
} from '@whiskeysockets/baileys'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/identity/index.ts'
import { bareJid } from '#shared/jid.ts'

/** A part of what the phone had before it was linked. */
export interface History {
  messages: WAMessage[]
  contacts: KnownContact[]
  identities: LidMapping[]
}

const unzip = promisify(inflate)

/** The phone's history that a control message of its own carries, or names; null for any other message. */
export async function readHistory(message: WAMessage): Promise<History | null> {
  const notification = normalizeMessageContent(message.message)?.protocolMessage?.historySyncNotification
  // A stranger could write such a message as well.
  if (!notification || !message.key.fromMe) return null
  const { messages, contacts, lidPnMappings } = processHistoryMessage(await open(notification))
  return {
    messages,
    contacts: contacts.flatMap(({ id, name, notify }) => {
      const known = name || notify
      return id && known ? [{ jid: bareJid(id), name: known }] : []
    }),
    identities: lidPnMappings.map(({ lid, pn }) => ({ lid: bareJid(lid), phoneJid: bareJid(pn) })),
  }
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

async function open(notification: proto.Message.IHistorySyncNotification): Promise<proto.IHistorySync> {
  const inline = notification.initialHistBootstrapInlinePayload
  if (!inline?.length) return await downloadHistory(notification, {})
  return proto.HistorySync.decode(await unzip(inline))
}
