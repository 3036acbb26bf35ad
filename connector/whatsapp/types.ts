import type { MediaSource } from '#shared/contracts/media.ts'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'
import type { InboundMessage, StatusChange } from '#shared/domain/messages/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { AuthStore } from './authStore.ts'
import type { PreparedFile } from './content/kinds/index.ts'
import type { GroupActions } from './groups/actions.ts'
import type { GroupNotice } from './groups/changes.ts'
import type { JournalHooks } from './journal.ts'

/** Why a socket closed. `code` is Baileys' status code, which is WhatsApp's where it gave one; 0 for a close of our own. */
export interface ConnectionEnd {
  code: number
  message: string
}

/** What a socket tells its owner. Those that answer a promise are waited for before WhatsApp gets its answer. */
export interface SocketListener extends JournalHooks {
  onQr(qr: { text: string; expiresAt: Date }): void
  /** The phone accepted the link. A close with 515 follows; the next socket logs in. */
  onPaired(): void
  onOpen(me: { phone: string | null; lid: string | null; pushName: string | null }): void
  /** Once, and last. */
  onClosed(end: ConnectionEnd): void
  /** WhatsApp's servers have the message, or refused it with a code. */
  onAck(messageId: string, errorCode: string | null): void
  onReceipt(change: StatusChange): Promise<void>
  onGroupNotice(notice: GroupNotice): Promise<void>
  /** Groups have changed while we were away, and WhatsApp does not say which. */
  onGroupsDirty(): void
  /** What is known of a group; null: nothing. */
  findGroup(id: string): Promise<GroupSnapshot | null>
  /** What WhatsApp does not let the account do from now on; nothing, when it has been lifted. */
  onRestricted(restrictions: Restriction[]): void
  /** What we sent under this id, for a recipient that could not decrypt it. */
  sentMessage(messageId: string): Promise<SentMessage | undefined>
  /** A message came that can't be decrypted; its sender is asked to send it again. */
  onUndecryptable(message: InboundMessage): void
}

export interface SocketOptions {
  auth: AuthStore
  listener: SocketListener
  /** Baileys' own log; its level hides what it says of every stanza. */
  log: Logger
  /** Where WhatsApp is, when it is not WhatsApp. */
  url?: string | undefined
  /** How often the server is asked for a sign of life. */
  keepAliveMs: number
  /** Life of each QR code, where it is not WhatsApp's. */
  qrMs?: number | undefined
}

/** A message of ours. `remoteJid` is where it goes. */
export interface SentMessage {
  id: string
  remoteJid: string
  type: MessageType
  content: MessageContent
  /** The message as it left, encoded, where it can't be composed anew. */
  payload: Buffer | null
}

/** Which message an action is about. */
export interface MessageKey {
  remoteJid: string
  id: string
  fromMe: boolean
  participant?: string | null
}

/** One connection to WhatsApp: it opens once, closes once, and is never used again. */
export interface WhatsAppSocket extends GroupActions {
  /** Resolves when the stanza has left; WhatsApp's answer comes by `onAck`. */
  send(message: SentMessage): Promise<void>
  /** Encrypts and uploads a file. Answers the message that names it, encoded. */
  uploadMedia(message: SentMessage, file: PreparedFile): Promise<Buffer>
  /** Changes the words of a message of ours. `id` is the stanza's own. */
  edit(id: string, key: MessageKey, text: string): Promise<void>
  /** Takes a message back, for everybody. `id` is the stanza's own. */
  revoke(id: string, key: MessageKey): Promise<void>
  markRead(keys: readonly MessageKey[]): Promise<void>
  setPresence(jid: string, state: 'composing' | 'recording' | 'paused'): Promise<void>
  /** URL of somebody's profile picture; null if there is none, or it is hidden. */
  pictureUrl(jid: string): Promise<string | null>
  /** The JID that WhatsApp knows a phone-number JID by; null if nobody has that number.
   * @throws if WhatsApp does not answer */
  findOnWhatsApp(jid: string): Promise<string | null>
  /** Has the sender's phone give a file to WhatsApp again; answers where it is then. */
  renewMedia(message: MessageKey & { source: MediaSource }): Promise<MediaSource>
  /** The LID of a phone-number JID; null if WhatsApp tells none. */
  lidOf(jid: string): Promise<string | null>
  /** Asks what the account may not do; the answer comes by `onRestricted`. */
  fetchRestrictions(): Promise<void>
  requestPairingCode(phone: string): Promise<string>
  /** Unlinks this device from its phone, and closes. */
  logout(): Promise<void>
  /** Closes, and keeps the link. Resolves when the credentials are saved. */
  close(reason?: string): Promise<void>
  readonly isOpen: boolean
}
