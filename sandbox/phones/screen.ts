import { proto } from '@whiskeysockets/baileys'
import type { Addressing } from '../accounts/address.ts'
import type { State } from '../state/state.ts'
import type { Rows } from '../state/table.ts'
import type { ShownContent } from './shown.ts'

/** How far a message has come, in this order. For others' messages: DELIVERED here, READ by this phone's owner. */
export const STATUSES = ['ERROR', 'PENDING', 'SENT', 'DELIVERED', 'READ'] as const
export type Status = (typeof STATUSES)[number]

/** A message as the phone shows it, one row an id. */
export interface ShownMessage extends ShownContent {
  id: string
  /** The other side's number, or the id of the group. */
  chat: string
  /** The writer's number. */
  from: string
  fromMe: boolean
  status: Status
  /** Unix seconds. */
  timestamp: number
  /** How often it arrived; a real phone drops all but the first. */
  copies: number
  /** By which name of the sender it came, or by which name of the chat it went. */
  addressing: Addressing
  edited?: boolean
  revoked?: boolean
  /** In groups, how far an own message has come with each of the others, by number. */
  receipts?: Record<string, Status>
  /** Emoji by the number of who reacted. */
  reactions?: Record<string, string>
}

/** What a phone keeps of a message it sent, in case a device asks for it again. */
export interface Sent {
  /** The protobuf Message, without padding. */
  message: Uint8Array
  /** Attributes of the stanza and of its encrypted copies. */
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

  /** The messages of a chat, or all, in the order of their arrival. */
  list(chat?: string): ShownMessage[] {
    return this.rows.values().filter((row) => chat === undefined || row.chat === chat)
  }

  /** The numbers this phone has chats with, and the groups it has seen messages in. */
  chats(): Set<string> {
    return new Set(this.rows.values().map((row) => row.chat))
  }

  save(row: ShownMessage): void {
    this.rows.set(row.id, row)
  }

  /** Keeps what a row shows as it came, for history and files. What this phone sends is kept as `sent`. */
  keep(id: string, message: proto.IMessage): void {
    this.contents.set(id, proto.Message.encode(message).finish())
  }

  /** The protobuf behind a row. */
  content(id: string): proto.Message | undefined {
    const bytes = this.contents.get(id) ?? this.sent.get(id)?.message
    return bytes && proto.Message.decode(bytes)
  }

  update(id: string, patch: Partial<ShownMessage>): void {
    const row = this.rows.get(id)
    if (row) this.rows.set(id, { ...row, ...patch })
  }

  /** Raises the status; receipts come in any order, and a status never goes back. */
  advance(id: string, status: Status): void {
    const row = this.rows.get(id)
    if (row && STATUSES.indexOf(status) > STATUSES.indexOf(row.status)) this.rows.set(id, { ...row, status })
  }

  /** As {@link advance}, for one of many: the message has come as far as with the slowest of `others`. */
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

  /** Others' messages that the owner has not read. */
  unread(chat: string): ShownMessage[] {
    return this.list(chat).filter((row) => !row.fromMe && row.status !== 'READ')
  }
}
