import { createHmac } from 'node:crypto'
import makeWASocket, {
  type BinaryNode,
  type ConnectionState,
  DEFAULT_CONNECTION_CONFIG,
  proto,
  type SignalKeyStoreWithTransaction,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { MediaSource } from '#shared/contracts/media.ts'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import type { SeenMessage, StatusChange } from '#shared/domain/messages/index.ts'
import { bareJid, isGroupJid, phoneOf } from '#shared/jid.ts'
import type { Logger } from '#shared/logger.ts'
import type { AuthStore } from './authStore.ts'
import { compose, type Draft, type Outgoing } from './content/compose.ts'
import { composeMedia, type PreparedFile } from './content/composeMedia.ts'
import { readPlaceholder } from './inbound.ts'
import { type JournalHooks, journalRepository, StanzaIndex } from './journal.ts'
import { readMediaSource, toMediaMessage } from './media.ts'
import { readReceipt } from './receipts.ts'

/** WhatsApp shows a first QR code for 60 s and each later one for 20 s. */
const FIRST_QR_MS = 60_000
const NEXT_QR_MS = 20_000
/** Baileys hangs for ever on an upgrade that is answered with an HTTP error. */
const OPEN_WITHIN_MS = 45_000

const { Type: ProtocolType } = proto.Message.ProtocolMessage
const { CIPHERTEXT: CIPHERTEXT_STUB } = proto.WebMessageInfo.StubType

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
  /** What we sent under this id, for a recipient that could not decrypt it. */
  sentMessage(messageId: string): Promise<SentMessage | undefined>
  /** A message came that can't be decrypted; its sender is asked to send it again. */
  onUndecryptable(message: SeenMessage): void
}

export interface SocketOptions {
  auth: AuthStore
  listener: SocketListener
  /** Baileys' own log; its level hides what it says of every stanza. */
  log: Logger
  /** Where WhatsApp is, when it is not WhatsApp. */
  url?: string | undefined
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
export interface WhatsAppSocket {
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
  requestPairingCode(phone: string): Promise<string>
  /** Unlinks this device from its phone, and closes. */
  logout(): Promise<void>
  /** Closes, and keeps the link. Resolves when the credentials are saved. */
  close(reason?: string): Promise<void>
  readonly isOpen: boolean
}

/** Opens a connection with these credentials: they log in if they are paired, else WhatsApp offers QR codes. */
export function openSocket(options: SocketOptions): WhatsAppSocket {
  const { auth, listener, log } = options
  const index = new StanzaIndex()
  const sock = makeWASocket({
    auth,
    logger: log,
    ...(options.url !== undefined && { waWebSocketUrl: options.url }),
    ...(options.qrMs !== undefined && { qrTimeout: options.qrMs }),
    syncFullHistory: false,
    // Else the phone stops notifying its user.
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    getMessage: async ({ id }) => {
      const sent = id ? await listener.sentMessage(id) : undefined
      return sent && outgoing(auth, sent).message
    },
    makeSignalRepository: (state, logger, lidLookup) =>
      journalRepository(
        DEFAULT_CONNECTION_CONFIG.makeSignalRepository(state, logger, lidLookup),
        state.keys as SignalKeyStoreWithTransaction,
        index,
        listener,
      ),
  })

  const relay = async (
    jid: string,
    id: string,
    body: proto.IMessage,
    stanza: { attributes?: Record<string, string>; nodes?: BinaryNode[] },
  ) => {
    const { attributes = {}, nodes = [] } = stanza
    await sock.relayMessage(jid, body, {
      messageId: id,
      additionalAttributes: attributes,
      additionalNodes: nodes,
    })
  }

  sock.ws.prependListener('CB:message', (node: BinaryNode) => index.add(node))
  sock.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    if (attrs.id) listener.onAck(attrs.id, attrs.error ?? null)
  })
  storeReceiptsFirst(sock, options)
  sock.ev.on('messages.upsert', ({ messages }) => {
    for (const message of messages) {
      const placeholder = message.messageStubType === CIPHERTEXT_STUB ? readPlaceholder(message) : null
      if (placeholder) listener.onUndecryptable(placeholder)
    }
  })
  sock.ev.on('creds.update', () => auth.saveCreds())
  watchConnection(sock, options)

  return {
    send: async (message) => {
      const { message: body, attributes = {}, nodes = [] } = outgoing(auth, message)
      await relay(message.remoteJid, message.id, body, { attributes, nodes })
    },
    uploadMedia: (message, file) => composeMedia(sock, draftOf(auth, message), file, log),
    edit: async (id, key, text) => {
      const editedMessage = { extendedTextMessage: { text } }
      const protocolMessage = { key, type: ProtocolType.MESSAGE_EDIT, editedMessage, timestampMs: Date.now() }
      await relay(key.remoteJid, id, { protocolMessage }, { attributes: { edit: '1' } })
    },
    revoke: async (id, key) => {
      // As the author, or as a group's admin.
      const edit = key.fromMe || !isGroupJid(key.remoteJid) ? '7' : '8'
      await relay(
        key.remoteJid,
        id,
        { protocolMessage: { key, type: ProtocolType.REVOKE } },
        { attributes: { edit } },
      )
    },
    markRead: async (keys) => {
      await sock.readMessages([...keys])
    },
    setPresence: async (jid, state) => {
      // WhatsApp shows nobody typing who is not there.
      await sock.sendPresenceUpdate('available')
      await sock.sendPresenceUpdate(state, jid)
    },
    pictureUrl: async (jid) => (await sock.profilePictureUrl(jid, 'image').catch(notFound)) ?? null,
    findOnWhatsApp: async (jid) => {
      const found = await sock.onWhatsApp(jid)
      if (found === undefined) throw new Error('WhatsApp did not answer whether the number exists')
      return found.find(({ exists }) => exists)?.jid ?? null
    },
    renewMedia: async ({ source, remoteJid, id, fromMe, participant }) => {
      // Without it, Baileys names WhatsApp's own host for what it hears back.
      await sock.refreshMediaConn()
      const key = { remoteJid, id, fromMe, ...(participant && { participant }) }
      const { message } = await sock.updateMediaMessage({ key, message: toMediaMessage(source) } as WAMessage)
      return readMediaSource(message) ?? source
    },
    lidOf: async (jid) => {
      const lid = await sock.signalRepository.lidMapping.getLIDForPN(jid)
      return lid && bareJid(lid)
    },
    requestPairingCode: (phone) => sock.requestPairingCode(phone),
    logout: async () => {
      await sock.logout()
    },
    close: async (reason) => {
      await sock.end(reason === undefined ? undefined : new Error(reason))
      await auth.flushed()
    },
    get isOpen() {
      return sock.ws.isOpen
    },
  }
}

/** Baileys acknowledges a receipt after its own handlers: ours stores it before they run, in order. */
function storeReceiptsFirst(sock: WASocket, { listener, log }: SocketOptions): void {
  const handlers = sock.ws.listeners('CB:receipt') as ((node: BinaryNode) => unknown)[]
  sock.ws.removeAllListeners('CB:receipt')
  let before: Promise<unknown> = Promise.resolve()
  sock.ws.on('CB:receipt', (node: BinaryNode) => {
    const change = readReceipt(node)
    before = before
      .then(() => change && listener.onReceipt(change))
      .then(() => Promise.all(handlers.map((handle) => handle(node))))
      .catch((err: unknown) => log.error({ err }, 'receipt.failed'))
  })
}

function watchConnection(sock: WASocket, { auth, listener, log, qrMs }: SocketOptions): void {
  let lifeMs = qrMs ?? FIRST_QR_MS
  const watchdog = setTimeout(() => void sock.end(new Error('Nothing happened')), OPEN_WITHIN_MS)

  sock.ev.on(
    'connection.update',
    ({ qr, isNewLogin, connection, lastDisconnect }: Partial<ConnectionState>) => {
      if (qr || connection === 'open' || connection === 'close') clearTimeout(watchdog)
      if (qr) {
        listener.onQr({ text: qr, expiresAt: new Date(Date.now() + lifeMs) })
        lifeMs = qrMs ?? NEXT_QR_MS
      }
      if (isNewLogin) listener.onPaired()
      if (connection === 'open') listener.onOpen(identityOf(auth))
      if (connection === 'close') {
        const end = readEnd(lastDisconnect?.error)
        log.debug(end, 'socket.closed')
        listener.onClosed(end)
      }
    },
  )
}

function outgoing(auth: AuthStore, message: SentMessage): Outgoing {
  return message.payload
    ? { message: proto.Message.decode(message.payload) }
    : compose(draftOf(auth, message))
}

/** What is composed for a message, with what only its session knows. */
function draftOf({ creds }: AuthStore, { id, remoteJid, type, content }: SentMessage): Draft {
  const secret = createHmac('sha256', creds.advSecretKey).update(id).digest()
  return { id, remoteJid, type, content, secret, ownJid: bareJid(creds.me?.id ?? '') }
}

function notFound(error: unknown): undefined {
  const code = (error as { data?: unknown }).data
  if (code === 404 || code === 401) return undefined
  throw error
}

function identityOf(auth: AuthStore): { phone: string | null; lid: string | null; pushName: string | null } {
  const { me } = auth.creds
  return {
    phone: phoneOf(me?.id),
    lid: me?.lid ? bareJid(me.lid) : null,
    pushName: me?.name ?? me?.notify ?? null,
  }
}

/** Baileys ends a connection with a Boom. */
function readEnd(error: Error | undefined): ConnectionEnd {
  const code = (error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode ?? 0
  return { code, message: error?.message ?? 'closed' }
}
