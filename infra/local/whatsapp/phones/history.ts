import { proto } from '@whiskeysockets/baileys'
import { type Addressing, addressingOf, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { edited } from './action.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage, Status } from './screen.ts'

const { HistorySyncType } = proto.HistorySync
const { Status: WireStatus, StubType } = proto.WebMessageInfo
/** The first chunk is small, so that chats show at once. */
const FIRST_PER_CHAT = 20
const MAX_PER_CHAT = 500
/** Rows that are no message of their own: a history holds what they have changed. */
const ACTIONS = new Set(['edit', 'revoke', 'reaction'])

const STATUS_ON_WIRE: Record<Status, number> = {
  ERROR: WireStatus.ERROR,
  PENDING: WireStatus.PENDING,
  SENT: WireStatus.SERVER_ACK,
  DELIVERED: WireStatus.DELIVERY_ACK,
  READ: WireStatus.READ,
}

/** What a phone tells a new companion of its past: the newest of each chat, the names, then the rest. */
export function historyOf(phone: Phone): proto.IHistorySync[] {
  const chats = [...phone.screen.chats()].flatMap((number) => phone.world.directory.find(number) ?? [])
  const all = chats.map((chat) => ({ chat, rows: rowsOf(phone, chat) }))
  const part = (begin: number, end: number) =>
    all
      .map(({ chat, rows }) => ({ chat, rows: rows.slice(begin, end) }))
      .filter(({ rows }) => rows.length > 0)
  return [
    {
      syncType: HistorySyncType.INITIAL_BOOTSTRAP,
      conversations: part(0, FIRST_PER_CHAT).map(({ chat, rows }) => conversation(phone, chat, rows)),
      phoneNumberToLidMappings: chats.filter(isOpen).map((chat) => ({ ...jids(chat) })),
      progress: 100,
    },
    {
      syncType: HistorySyncType.PUSH_NAME,
      pushnames: chats.map((chat) => ({ id: chatJid(phone, chat), pushname: chat.name })),
    },
    {
      syncType: HistorySyncType.RECENT,
      conversations: part(FIRST_PER_CHAT, MAX_PER_CHAT).map(({ chat, rows }) =>
        conversation(phone, chat, rows),
      ),
      progress: 100,
    },
  ]
}

/** Up to `count` messages of a chat before one of them, as a companion asks for on demand. */
export function historyBefore(phone: Phone, chat: Account, id: string, count: number): proto.IHistorySync {
  const rows = rowsOf(phone, chat)
  const begin = rows.findIndex((row) => row.id === id) + 1
  const older = rows.slice(begin, begin + Math.min(count, MAX_PER_CHAT))
  return {
    syncType: HistorySyncType.ON_DEMAND,
    conversations: older.length > 0 ? [conversation(phone, chat, older)] : [],
    progress: 100,
  }
}

/** A row as others store it. */
export function webMessage(phone: Phone, row: ShownMessage): proto.IWebMessageInfo {
  const chat = phone.world.directory.find(row.chat)
  const remoteJid = chat ? jidOf(chat, row.addressing) : jidOf({ phone: row.chat, lid: '' }, 'pn')
  const original = phone.screen.content(row.id) ?? {}
  return {
    key: { remoteJid, fromMe: row.fromMe, id: row.id },
    messageTimestamp: row.timestamp,
    status: STATUS_ON_WIRE[row.status],
    ...(!row.fromMe && chat && { pushName: chat.name }),
    ...(row.revoked ? { messageStubType: StubType.REVOKE } : { message: current(row, original) }),
    reactions: Object.entries(row.reactions ?? {}).map(([number, text]) => ({
      text,
      key: { remoteJid, fromMe: number === phone.number, id: row.id },
    })),
  }
}

function current(row: ShownMessage, original: proto.IMessage): proto.IMessage {
  return row.edited ? edited(original, row.caption ?? row.text ?? '') : original
}

/** The messages of a chat, the newest first. */
function rowsOf(phone: Phone, chat: Account): ShownMessage[] {
  return phone.screen
    .list(chat.phone)
    .filter((row) => !ACTIONS.has(row.type))
    .toReversed()
}

function conversation(phone: Phone, chat: Account, rows: ShownMessage[]): proto.IConversation {
  const id = chatJid(phone, chat)
  return {
    id,
    displayName: chat.name,
    ...(isOpen(chat) && jids(chat)),
    conversationTimestamp: rows[0]?.timestamp ?? 0,
    unreadCount: phone.screen.unread(chat.phone).length,
    messages: rows.map((row, index) => {
      const message = webMessage(phone, row)
      return {
        message: { ...message, key: { ...message.key, remoteJid: id } },
        msgOrderId: rows.length - index,
      }
    }),
  }
}

/** Who hides the number is known by LID alone. */
const isOpen = (chat: Account) => chat.addressing !== 'lid-only'

function jids(chat: Account) {
  return { pnJid: jidOf(chat, 'pn'), lidJid: jidOf(chat, 'lid') }
}

function chatJid(phone: Phone, chat: Account): string {
  const addressing: Addressing = isOpen(chat) ? addressingOf(phone.account) : 'lid'
  return jidOf(chat, addressing)
}
