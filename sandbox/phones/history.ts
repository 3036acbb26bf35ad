import { proto } from '@whiskeysockets/baileys'
import { type Addressing, addressingOf, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { isGroupId } from '../groups/group.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { type Timer, timerOf } from './timers.ts'
import { webMessage } from './web-message.ts'

const { HistorySyncType } = proto.HistorySync
/** Messages of each chat in the first chunk. A small chunk lets a client show its chats soon. */
const FIRST_PER_CHAT = 20
const MAX_PER_CHAT = 500
/** Rows that a history omits, because the history contains the changed messages. */
const ACTIONS = new Set(['edit', 'revoke', 'reaction'])

/** A chat with its names in a history. */
interface Chat {
  /** The id on the screen: a number, or the id of a group. */
  id: string
  jid: string
  name: string
  account?: Account
}

/** Returns the history for a new companion: the newest messages of each chat, the push names, then the rest. */
export function historyOf(phone: Phone): proto.IHistorySync[] {
  const all = [...phone.screen.chats()]
    .flatMap((id) => chatOf(phone, id) ?? [])
    .map((chat) => ({ chat, rows: rowsOf(phone, chat) }))
  const people = peopleIn(phone)
  const part = (begin: number, end: number) =>
    all
      .map(({ chat, rows }) => ({ chat, rows: rows.slice(begin, end) }))
      .filter(({ rows }) => rows.length > 0)
  return [
    {
      syncType: HistorySyncType.INITIAL_BOOTSTRAP,
      conversations: part(0, FIRST_PER_CHAT).map(({ chat, rows }) => conversation(phone, chat, rows)),
      phoneNumberToLidMappings: people.filter(isOpen).map((account) => ({ ...jids(account) })),
      progress: 100,
    },
    {
      syncType: HistorySyncType.PUSH_NAME,
      pushnames: people.map((account) => ({ id: jidIn(phone, account), pushname: account.name })),
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

/**
 * Returns up to `count` messages of a chat before the message `id`, for a companion's request on demand.
 * @returns undefined for an unknown chat
 */
export function historyBefore(
  phone: Phone,
  chatId: string,
  id: string,
  count: number,
): proto.IHistorySync | undefined {
  const chat = chatOf(phone, chatId)
  if (!chat) return undefined
  const rows = rowsOf(phone, chat)
  const begin = rows.findIndex((row) => row.id === id) + 1
  const older = rows.slice(begin, begin + Math.min(count, MAX_PER_CHAT))
  return {
    syncType: HistorySyncType.ON_DEMAND,
    conversations: older.length > 0 ? [conversation(phone, chat, older)] : [],
    progress: 100,
  }
}

/** Returns the messages of a chat, newest first. */
function rowsOf(phone: Phone, chat: Chat): ShownMessage[] {
  return phone.screen
    .list(chat.id)
    .filter((row) => !ACTIONS.has(row.type))
    .toReversed()
}

function conversation(phone: Phone, chat: Chat, rows: ShownMessage[]): proto.IConversation {
  const { jid, name, account } = chat
  return {
    id: jid,
    ...(account ? { displayName: name } : { name }),
    ...(account && isOpen(account) && jids(account)),
    conversationTimestamp: rows[0]?.timestamp ?? 0,
    unreadCount: phone.screen.unread(chat.id).length,
    ...timerFields(timerOf(phone, chat.id)),
    messages: rows.map((row, index) => {
      const message = webMessage(phone, row)
      return {
        message: { ...message, key: { ...message.key, remoteJid: jid } },
        msgOrderId: rows.length - index,
      }
    }),
  }
}

/** Returns the fields of a timer that somebody has set. */
function timerFields({ seconds, at }: Timer): Partial<proto.IConversation> {
  return at ? { ephemeralExpiration: seconds, ephemeralSettingTimestamp: at } : {}
}

/** Returns undefined for a number without an account, and for a group without members. */
function chatOf(phone: Phone, id: string): Chat | undefined {
  const account = phone.world.directory.find(id)
  if (account) return { id, jid: jidIn(phone, account), name: account.name, account }
  const group = phone.world.groups.find(id)
  return group && { id, jid: id, name: group.subject }
}

/** Returns the accounts in the phone's chats and the authors in its groups. */
function peopleIn(phone: Phone): Account[] {
  const authors = phone.screen.list().flatMap((row) => (isGroupId(row.chat) ? row.from : row.chat))
  return [...new Set(authors)].flatMap((number) => phone.world.directory.find(number) ?? [])
}

/** Tells whether the account shows its number. If not, others know only its LID. */
const isOpen = (account: Account) => account.addressing !== 'lid-only'

function jids(account: Account) {
  return { pnJid: jidOf(account, 'pn'), lidJid: jidOf(account, 'lid') }
}

function jidIn(phone: Phone, account: Account): string {
  const addressing: Addressing = isOpen(account) ? addressingOf(phone.account) : 'lid'
  return jidOf(account, addressing)
}
