import { proto } from '@whiskeysockets/baileys'
import type { Addressing } from '../accounts/address.ts'
import type { State } from '../state/state.ts'
import type { Rows } from '../state/table.ts'
import type { ShownContent } from './shown.ts'

/** The statuses of a message, in their order. A received message is DELIVERED, and READ after the owner has read it. */
export const STATUSES = ['ERROR', 'PENDING', 'SENT', 'DELIVERED', 'READ'] as const
export type Status = (typeof STATUSES)[number]

/** A message on the phone's screen. Each id has one row. */
export interface ShownMessage extends ShownContent {
  id: string
  /** The other side's number, or the id of the group. */
  chat: string
  /** The author's number. */
  from: string
  fromMe: boolean
  status: Status
  /** In Unix seconds. */
  timestamp: number
  /** The number of copies that arrived. A real phone drops all copies but the first. */
  copies: number
  /** The address form of the sender in a received message, or of the chat in a sent message. */
  addressing: Addressing
  edited?: boolean
  revoked?: boolean
  /** In a group, the status of an own message for each other member, by number. */
  receipts?: Record<string, Status>
  /** Chosen options of a poll, by the number of the voter. */
  votes?: Record<string, string[]>
  /** Emoji by the number of the person who reacted. */
  reactions?: Record<string, string>
}

/** The copy of a sent message that the phone keeps for retries. */
export interface Sent {
  /** The protobuf Message, without padding. */
  message: Uint8Array
  /** The attributes of the stanza; `enc` has the attributes of its ciphertexts. */
  stanza: Record<string, string>
  enc: Record<string, string>
}

/** The messages on one phone. */
export class Screen {
  private readonly rows: Rows<ShownMessage>
  private readonly contents: Rows<Uint8Array>
  private readonly sent: Rows<Sent>

  constructor(state: State, phone: string) {
    this.rows = state.messages.in(phone)
    this.contents = state.contents.in(phone)
    this.sent = state.sent.in(phone)
  }

  get(id: string): ShownMessage | undefined {
    return this.rows.get(id)
  }

  /** Returns the messages of a chat, or of all chats, in the order of arrival. */
  list(chat?: string): ShownMessage[] {
    return this.rows.values().filter((row) => chat === undefined || row.chat === chat)
  }

  /** Returns the numbers and the groups with which this phone has chats. */
  chats(): Set<string> {
    return new Set(this.rows.values().map((row) => row.chat))
  }

  save(row: ShownMessage): void {
    this.rows.set(row.id, row)
  }

  /** Stores the received protobuf of a row, for history and files. The protobuf of a sent message is in `sent`. */
  keep(id: string, message: proto.IMessage): void {
    this.contents.set(id, proto.Message.encode(message).finish())
  }

  /** Returns the protobuf of a row. */
  content(id: string): proto.Message | undefined {
    const bytes = this.contents.get(id) ?? this.sent.get(id)?.message
    return bytes && proto.Message.decode(bytes)
  }

  update(id: string, patch: Partial<ShownMessage>): void {
    const row = this.rows.get(id)
    if (row) this.rows.set(id, { ...row, ...patch })
  }

  /** Raises the status of a message. Receipts arrive in any order, and a status never goes back. */
  advance(id: string, status: Status): void {
    const row = this.rows.get(id)
    if (row && STATUSES.indexOf(status) > STATUSES.indexOf(row.status)) this.rows.set(id, { ...row, status })
  }

  /** Raises the status for one member. The message has the status of the slowest member of `others`. */
  advanceWith(id: string, number: string, status: Status, others: string[]): void {
    const row = this.rows.get(id)
    if (!row) return
    const rank = (each: Status | undefined) => STATUSES.indexOf(each ?? 'SENT')
    const receipts = { ...row.receipts }
    if (rank(status) > rank(receipts[number])) receipts[number] = status
    this.rows.set(id, { ...row, receipts })
    const slowest = Math.min(...others.map((other) => rank(receipts[other])))
    this.advance(id, STATUSES[slowest] ?? status)
  }

  /** Returns the messages of others that the owner has not read. */
  unread(chat: string): ShownMessage[] {
    return this.list(chat).filter((row) => !row.fromMe && row.status !== 'READ')
  }
}
