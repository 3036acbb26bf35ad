import { proto } from '@whiskeysockets/baileys'
import { type Addressing, addressingOf, jidOf } from '../accounts/address.ts'
import type { Account } from '../accounts/directory.ts'
import { hasAuthors, STATUS } from '../groups/group.ts'
import { nowSeconds } from '../server/nodes.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { type Timer, timerOf } from './timers.ts'
import { historicMessage } from './web-message.ts'

const { HistorySyncType } = proto.HistorySync
/** Messages of each chat in the first chunk. A small chunk lets a client show its chats soon. */
const FIRST_PER_CHAT = 20
const MAX_PER_CHAT = 500
/** Messages of all chats in a later chunk. */
const PER_CHUNK = 200
/** Life of a status post, in seconds. */
const STATUS_SECONDS = 86_400
/** Rows that a history omits, because the history contains the changed messages. */
const ACTIONS = new Set(['edit', 'revoke', 'reaction', 'vote', 'sealed'])

/** A chat with its names in a history. */
interface Chat {
  /** The id on the screen: a number, or the id of a group. */
  id: string
  jid: string
  name: string
  account?: Account
}

/** Messages of a chat, newest first. */
interface Slice {
  chat: Chat
  rows: ShownMessage[]
}

/**
 * Returns the history for a new companion. The newest messages of each chat come first, then the status posts of a day and the
 * push names. The older messages follow in chunks.
 */
export function historyOf(phone: Phone): proto.IHistorySync[] {
  const all = [...phone.screen.chats()]
    .flatMap((id) => chatOf(phone, id) ?? [])
    .map((chat) => ({ chat, rows: rowsOf(phone, chat) }))
  const people = peopleIn(phone)
  const posts = phone.screen
    .list(STATUS)
    .filter(({ type, timestamp }) => !ACTIONS.has(type) && timestamp > nowSeconds() - STATUS_SECONDS)
  const newest = all.map(({ chat, rows }) => ({ chat, rows: rows.slice(0, FIRST_PER_CHAT) }))
  const older = chunksOf(
    all.map(({ chat, rows }) => ({ chat, rows: rows.slice(FIRST_PER_CHAT, MAX_PER_CHAT) })),
  )
  return [
    {
      syncType: HistorySyncType.INITIAL_BOOTSTRAP,
      conversations: conversations(phone, newest),
      phoneNumberToLidMappings: people.filter(isOpen).map((account) => ({ ...jids(account) })),
      progress: 100,
    },
    ...(posts.length > 0
      ? [
          {
            syncType: HistorySyncType.INITIAL_STATUS_V3,
            statusV3Messages: posts.map((row) => historicMessage(phone, row)),
          },
        ]
      : []),
    {
      syncType: HistorySyncType.PUSH_NAME,
      pushnames: people.flatMap((account) => namesOf(account).map((id) => ({ id, pushname: account.name }))),
    },
    ...older.map((slices, index) => ({
      syncType: HistorySyncType.RECENT,
      conversations: conversations(phone, slices),
      progress: Math.floor(((index + 1) * 100) / older.length),
    })),
  ]
}

/** Distributes messages to chunks. A large chat begins in one chunk and continues in the next. */
function chunksOf(slices: Slice[]): Slice[][] {
  const chunks: Slice[][] = [[]]
  let room = PER_CHUNK
  for (const { chat, rows } of slices)
    for (let begin = 0; begin < rows.length; ) {
      if (room === 0) {
        chunks.push([])
        room = PER_CHUNK
      }
      const taken = rows.slice(begin, begin + room)
      chunks.at(-1)?.push({ chat, rows: taken })
      begin += taken.length
      room -= taken.length
    }
  return chunks
}

function conversations(phone: Phone, slices: Slice[]): proto.IConversation[] {
  return slices.filter(({ rows }) => rows.length > 0).map(({ chat, rows }) => conversation(phone, chat, rows))
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
  // A companion knows an edited message by the id of its edit.
  const target = phone.screen.get(id)?.targetId
  const begin = rows.findIndex((row) => row.id === id || row.id === target) + 1
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
    ...(account?.username && { username: account.username }),
    conversationTimestamp: rows[0]?.timestamp ?? 0,
    unreadCount: phone.screen.unread(chat.id).length,
    ...timerFields(timerOf(phone, chat.id)),
    messages: rows.map((row, index) => {
      const message = historicMessage(phone, row)
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
  const authors = phone.screen.list().flatMap((row) => (hasAuthors(row.chat) ? row.from : row.chat))
  return [...new Set(authors)].flatMap((number) => phone.world.directory.find(number) ?? [])
}

/** Tells whether the account shows its number. If not, others know only its LID. */
const isOpen = (account: Account) => account.addressing !== 'lid-only'

function jids(account: Account) {
  return { pnJid: jidOf(account, 'pn'), lidJid: jidOf(account, 'lid') }
}

/** Returns the JIDs under which the history has the push name of an account. */
function namesOf(account: Account): string[] {
  const { pnJid, lidJid } = jids(account)
  return isOpen(account) ? [pnJid, lidJid] : [lidJid]
}

function jidIn(phone: Phone, account: Account): string {
  const addressing: Addressing = isOpen(account) ? addressingOf(phone.account) : 'lid'
  return jidOf(account, addressing)
}
