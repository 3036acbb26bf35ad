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
import type { TimerSetting } from '#shared/domain/chats/index.ts'
import type { KnownContact } from '#shared/domain/contacts/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import { bareJid, isPersonJid } from '#shared/jid.ts'
import { type EncryptedFile, openFile } from './media.ts'
import { timersInHistory } from './timers.ts'
import { type NamedJid, namedBeside } from './usernames.ts'

/** A part of the phone's history before the pairing. */
export interface History {
  messages: WAMessage[]
  /** The disappearing timers of the chats. */
  timers: TimerSetting[]
  contacts: KnownContact[]
  usernames: NamedJid[]
  lidMappings: LidMapping[]
}

const unzip = promisify<Uint8Array, ZlibOptions, Buffer>(inflate)
const { INITIAL_STATUS_V3 } = proto.HistorySync.HistorySyncType
const MAX_PACKED = 64 * 2 ** 20
const MAX_UNPACKED = 256 * 2 ** 20

/**
 * Reads the history that a control message of the session's own phone carries or refers to. Returns null for any other message.
 * @param origin origin of a sandbox's media server
 * @throws HistoryUnavailable
 */
export async function readHistory(message: WAMessage, origin: string | undefined): Promise<History | null> {
  const notification = normalizeMessageContent(message.message)?.protocolMessage?.historySyncNotification
  // Another sender could forge such a message.
  if (!notification || !message.key.fromMe) return null
  return toHistory(await open(notification, origin))
}

/** Reads a part of the history. */
export function toHistory(sync: proto.IHistorySync): History {
  const status = sync.syncType === INITIAL_STATUS_V3 ? (sync.statusV3Messages ?? []) : []
  const { messages, contacts, lidPnMappings } = processHistoryMessage({
    ...sync,
    conversations: (sync.conversations ?? []).map(withChats),
  })
  return {
    messages: [...messages, ...(status as WAMessage[])],
    timers: timersInHistory(sync),
    // WhatsApp lists each chat as a contact: groups, channels and broadcast lists too.
    contacts: contacts.flatMap(({ id, name, notify }) => {
      const known = name || notify
      return id && id.length <= MAX_ID && isPersonJid(id) && known
        ? [{ jid: bareJid(id), name: cut(known, MAX_NAME) }]
        : []
    }),
    usernames: contacts.flatMap(({ id, lid, username }) => namedBeside(lid ?? id, username)),
    lidMappings: lidPnMappings.map(({ lid, pn }) => ({ lid: bareJid(lid), phoneJid: bareJid(pn) })),
  }
}

/** Returns a conversation whose messages name their chat. Baileys' own reader fails on a message without a key. */
function withChats(chat: proto.IConversation): proto.IConversation {
  return {
    ...chat,
    messages: (chat.messages ?? []).flatMap(({ message, ...item }) =>
      message?.key
        ? [
            {
              ...item,
              message: {
                ...message,
                key: { ...message.key, remoteJid: message.key.remoteJid || (chat.id ?? null) },
              },
            },
          ]
        : [],
    ),
  }
}

/** Returns true for the first part of the phone's history, which names all recent chats. */
export function isFirstHistory({ message }: WAMessage): boolean {
  const notification = normalizeMessageContent(message)?.protocolMessage?.historySyncNotification
  return notification?.syncType === proto.Message.HistorySyncType.INITIAL_BOOTSTRAP
}

/**
 * Returns true if a control message of the session's own phone carries earlier messages: a part of the history, or resent
 * messages.
 */
export function carriesHistory(message: WAMessage): boolean {
  const protocol = normalizeMessageContent(message.message)?.protocolMessage
  const carried = protocol?.historySyncNotification ?? protocol?.peerDataOperationRequestResponseMessage
  return message.key.fromMe === true && carried !== undefined && carried !== null
}

/** A part of the history could not be downloaded. */
export class HistoryUnavailable extends Error {
  override readonly name = 'HistoryUnavailable'
}

/**
 * Returns messages that the phone resent because WhatsApp had no content for this device. Returns an empty list for any other
 * message.
 */
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
    throw new HistoryUnavailable('A part of the history could not be downloaded', { cause })
  }
}
