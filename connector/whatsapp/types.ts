import type { MediaSource } from '#shared/contracts/media.ts'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import type { TimerSetting } from '#shared/domain/chats/index.ts'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'
import type { LidMapping } from '#shared/domain/lidMappings/index.ts'
import type { InboundMessage, StatusChange } from '#shared/domain/messages/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { AuthStore } from './authStore.ts'
import type { SentChange } from './content/composeChange.ts'
import type { MessageFacts } from './content/facts.ts'
import type { PreparedFile } from './content/kinds/index.ts'
import type { FastPaths } from './fast/index.ts'
import type { GroupActions } from './groups/actions.ts'
import type { GroupNotification } from './groups/changes.ts'
import type { JournalHooks } from './journal.ts'
import type { FoundUsername, NamedJid, UsernameQuery } from './usernames.ts'

/**
 * Reason for a closed socket. `code` is Baileys' status code, or WhatsApp's where it sent one; 0 for a close by the connector.
 */
export interface ConnectionEnd {
  code: number
  message: string
  /** Stanza of WhatsApp that named the code, or `socket` for the network, Baileys and the connector. */
  from: 'failure' | 'stream' | 'socket'
  /** Attributes of the stanza. */
  attrs?: Record<string, string>
}

/** Callbacks of a socket. WhatsApp gets its answer after the promise of a callback has resolved. */
export interface SocketListener extends JournalHooks {
  onQr(qr: { text: string; expiresAt: Date }): void
  /** The phone accepted the link. A close with 515 follows, and the next socket logs in. */
  onPaired(): void
  onOpen(me: { phone: string | null; lid: string | null; pushName: string | null }): void
  /** The display name of the account is known, or has changed. A personal account tells the name after its first login. */
  onPushName(pushName: string): void
  /** Called once, as the last callback. */
  onClosed(end: ConnectionEnd): void
  /** WhatsApp's servers accepted the message, or refused it with a code. */
  onAck(messageId: string, errorCode: string | null): void
  onReceipt(change: StatusChange): Promise<void>
  onGroupNotification(notification: GroupNotification): Promise<void>
  /** Pairs of LIDs and numbers that a stanza or an answer of WhatsApp contained. */
  onPairs(pairs: readonly LidMapping[]): void
  /** Usernames that a stanza contained. */
  onUsernames(named: readonly NamedJid[]): void
  /** The disappearing timer of a group was set. */
  onGroupTimer(setting: TimerSetting): Promise<void>
  /** Groups have changed while the session was offline. WhatsApp does not name them. */
  onGroupsDirty(): void
  /** Returns the stored group, or null. */
  findGroup(id: string): Promise<GroupSnapshot | null>
  /** WhatsApp's state of one kind of restriction of the account. Null: the restriction ended, or there is none. */
  onRestricted(kind: Restriction['type'], restriction: Restriction | null): void
  /** Returns the sent message of this id, for a recipient that could not decrypt it. */
  sentMessage(messageId: string): Promise<SentMessage | undefined>
  /** Returns the change with this stanza's id, for a recipient that could not decrypt it. */
  sentChange(stanzaId: string): Promise<SentChange | undefined>
  /** A message arrived that cannot be decrypted. Baileys has asked its sender for a retry. */
  onUndecryptable(message: InboundMessage): void
}

export interface SocketOptions {
  auth: AuthStore
  listener: SocketListener
  /** Log of Baileys. The level hides the lines about each stanza. */
  log: Logger
  /** WebSocket URL of a sandbox that replaces WhatsApp. */
  url?: string | undefined
  /** Version of WhatsApp Web that the client names. */
  version: WhatsAppVersion
  /** Interval of keep-alive requests, in ms. */
  keepAliveMs: number
  /** Life of each QR code, in ms. Default: WhatsApp's own. */
  qrMs?: number | undefined
  /** Parts that differ from Baileys' own. */
  paths: FastPaths
}

/** A message of the session. `remoteJid` is its destination. */
export interface SentMessage {
  id: string
  remoteJid: string
  type: MessageType
  content: MessageContent
  /** The encoded message, for messages that cannot be composed again. */
  payload: Buffer | null
  /** The secret of the message, 32 bytes. Absent for a message that an earlier version has sent. */
  secret?: Buffer | undefined
}

/** Identifies the message that an action concerns. */
export interface MessageKey {
  remoteJid: string
  id: string
  fromMe: boolean
  participant?: string | null
}

/** One connection to WhatsApp, which opens once, closes once, and is never reused. */
export interface WhatsAppSocket extends GroupActions {
  /** Sends a message. Resolves when the stanza was sent; WhatsApp's answer arrives by `onAck`. */
  send(message: SentMessage): Promise<void>
  /** Encrypts and uploads a file. Returns the encoded message that refers to it. */
  uploadMedia(message: SentMessage, file: PreparedFile, facts: MessageFacts): Promise<Buffer>
  /** Encodes a message without a file together with facts of its chat, which may change before a retry. */
  encode(message: SentMessage, facts: MessageFacts): Promise<Buffer>
  /**
   * Sends a change of an earlier message or of a chat.
   * @param id of the stanza
   */
  sendChange(id: string, change: SentChange): Promise<void>
  markRead(keys: readonly MessageKey[]): Promise<void>
  setPresence(jid: string, state: 'composing' | 'recording' | 'paused'): Promise<void>
  /** Returns the URL of a profile picture, or null if there is none or it is hidden. */
  pictureUrl(jid: string): Promise<string | null>
  /**
   * Returns the JID that WhatsApp knows for a phone-number JID, or null for an unknown number.
   * @throws Error if WhatsApp does not answer
   */
  findOnWhatsApp(jid: string): Promise<string | null>
  /** Asks the sender's phone to upload a file again. Returns its new location. */
  renewMedia(message: MessageKey & { source: MediaSource }): Promise<MediaSource>
  /** Returns the LID of a phone-number JID, or null if WhatsApp has none. */
  lidOf(jid: string): Promise<string | null>
  /** Returns the person behind a username. */
  findUsername(query: UsernameQuery): Promise<FoundUsername>
  /** Returns the username of a LID, or null if the person has none. */
  usernameOf(lid: string): Promise<string | null>
  /** Queries the restrictions of the account, which arrive by `onRestricted`. Tells whether the account is timelocked. */
  fetchRestrictions(): Promise<{ isTimelocked: boolean }>
  requestPairingCode(phone: string): Promise<string>
  /** Unlinks this device from its phone, and closes the connection. */
  logout(): Promise<void>
  /** Closes the connection and keeps the link. Resolves when the credentials are saved. */
  close(reason?: string): Promise<void>
  readonly isOpen: boolean
}
