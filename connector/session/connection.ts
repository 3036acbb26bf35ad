import type { WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import { withTimeout } from '../wait.ts'
import {
  type ConnectionEnd,
  derivedSecret,
  openSocket,
  type SocketLifecycle,
  type SocketListener,
  type WhatsAppSocket,
} from '../whatsapp/index.ts'
import { type AckResult, Acks } from './acks.ts'
import { loadAuth, openSecret, ownJids, type SessionAuth, sealSecret } from './auth.ts'
import type { ChatTimers } from './chatTimers.ts'
import type { Groups } from './groups.ts'
import type { Inbox } from './inbox.ts'
import type { LidMappings } from './lidMappings.ts'
import type { Receipts } from './receipts.ts'
import type { SentChanges } from './sentChanges.ts'
import { storageHooks } from './storage.ts'
import type { Usernames } from './usernames.ts'

/** Time limit of a query to WhatsApp, and of sending a stanza. */
const ANSWER_WITHIN_MS = 20_000
/** Time limit of the closing handshake, which a dead peer never answers. */
const CLOSE_WITHIN_MS = 3_000

export interface ConnectionOptions {
  services: ConnectorServices
  leaseHandle: LeaseHandle
  queries: PartitionQueries
  sessionId: string
  inbox: Inbox
  receipts: Receipts
  groups: Groups
  lidMappings: LidMappings
  usernames: Usernames
  timers: ChatTimers
  changes: SentChanges
  /** Resolves when all writes are stored that must precede the read of the credentials. */
  ready(): Promise<void>
  events: Pick<
    SocketListener,
    'onQr' | 'onPaired' | 'onOpen' | 'onPushName' | 'onRestricted' | 'onGroupsDirty'
  > & {
    /** Called once, as the last event: the socket is closed and its credentials are saved. */
    onEnd(end: ConnectionEnd): void
  }
}

/** One attempt to connect, from the read of the credentials to the end of the socket. A connection is never reused. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #acks = new Acks()
  readonly #ending = new AbortController()
  readonly #closed = new AbortController()
  #auth: SessionAuth | null = null
  #socket: WhatsAppSocket | null = null
  #version: WhatsAppVersion | null = null
  #isOpen = false
  #offersPairing = false
  #finished = false
  /** Frees the connect slot when this connection is open, waits for a phone, or has ended. */
  #releaseConnect: () => void = () => undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** True if WhatsApp accepts messages on the connection. */
  get isOpen(): boolean {
    return this.#isOpen && !this.#ending.signal.aborted
  }

  /** True if the connection waits for a phone to be linked. */
  get offersPairing(): boolean {
    return this.#offersPairing && !this.#ending.signal.aborted
  }

  /** The version of WhatsApp Web that the client named; null before the socket. */
  get version(): WhatsAppVersion | null {
    return this.#version
  }

  /** The session's own JIDs. */
  get ownJids(): string[] {
    return this.#auth ? ownJids(this.#auth.store) : []
  }

  /**
   * Returns the sealed secret for a message that the connection sends. The message's row gets the secret with the claim.
   * @throws Error before the connection is open
   */
  secretFor(messageId: string): Buffer {
    const auth = this.#openedAuth()
    return sealSecret(auth, messageId, derivedSecret(auth.store.creds, messageId))
  }

  /**
   * Opens the secret of a claimed message.
   * @throws Error before the connection is open
   */
  openSecret(messageId: string, sealed: Buffer | null): Buffer | undefined {
    return openSecret(this.#openedAuth(), messageId, sealed) ?? undefined
  }

  #openedAuth(): SessionAuth {
    if (!this.#auth) throw new Error('The connection has no credentials yet')
    return this.#auth
  }

  start(): void {
    this.#start().catch((err: unknown) => {
      this.#options.leaseHandle.reportWriteFailure(err)
      this.#options.services.log.error({ err, sessionId: this.#options.sessionId }, 'connection.start_failed')
      void this.#finish(ended('The connection could not be started'))
    })
  }

  /**
   * Sends a query or a stanza, and waits for the result. Baileys itself may wait for ever, so the wait ends at the time limit or
   * with the connection.
   * @throws TimedOut if no answer came in time. WhatsApp may have executed the request.
   * @throws the error of Baileys
   */
  async ask<T>(question: (socket: WhatsAppSocket) => Promise<T>, withinMs = ANSWER_WITHIN_MS): Promise<T> {
    if (!this.#socket) throw new Error('The socket is not open yet')
    return await withTimeout(question(this.#socket), withinMs, this.#ending.signal)
  }

  /** Waits for WhatsApp's ack of a message. To be called before the message is sent. */
  ack(messageId: string, withinMs: number): Promise<AckResult> {
    return this.#acks.expect(messageId, withinMs)
  }

  /** Closes the connection and keeps the link. Resolves when the connection has ended. */
  async close(reason = 'closed'): Promise<void> {
    this.#ending.abort()
    this.#acks.closed()
    if (this.#socket) await Promise.race([this.#socket.close(reason), after(CLOSE_WITHIN_MS)])
    await this.#finish(ended(reason))
  }

  async #start(): Promise<void> {
    const { services, leaseHandle, queries, sessionId, inbox, receipts } = this.#options
    const { groups, lidMappings, usernames, timers, changes } = this.#options
    this.#releaseConnect = await services.connectLimiter.acquire(this.#ending.signal)
    if (this.#finished) return this.#releaseConnect()
    await this.#options.ready()
    const auth = await loadAuth(services, { lease: leaseHandle.lease, queries, sessionId }, this.#lifecycle)
    this.#auth = auth
    await inbox.recover(auth)
    this.#version = await services.clientVersions.current()
    if (this.#ending.signal.aborted || !leaseHandle.isValid)
      return await this.#finish(ended('no longer needed'))
    const { config, log } = services
    this.#socket = openSocket({
      auth: auth.store,
      listener: {
        ...storageHooks({
          services,
          sessionId,
          inbox,
          receipts,
          groups,
          lidMappings,
          usernames,
          timers,
          auth,
          acks: this.#acks,
          changes,
          lifecycle: this.#lifecycle,
        }),
        ...this.#events(),
      },
      url: config.VESPER_WHATSAPP_URL,
      version: this.#version,
      keepAliveMs: config.VESPER_KEEP_ALIVE_SECONDS * 1000,
      qrMs: config.VESPER_QR_SECONDS && config.VESPER_QR_SECONDS * 1000,
      paths: config.VESPER_BAILEYS_PATHS,
      log: log.child({ sessionId }, { level: config.VESPER_BAILEYS_LOG_LEVEL }),
    })
  }

  #events(): Pick<
    SocketListener,
    'onQr' | 'onPaired' | 'onOpen' | 'onPushName' | 'onClosed' | 'onAck' | 'onRestricted' | 'onGroupsDirty'
  > {
    const { events } = this.#options
    return {
      onQr: (qr) => {
        this.#releaseConnect()
        this.#offersPairing = true
        events.onQr(qr)
      },
      onPaired: () => {
        this.#offersPairing = false
        events.onPaired()
      },
      onOpen: (me) => {
        this.#releaseConnect()
        this.#isOpen = true
        events.onOpen(me)
      },
      onPushName: (pushName) => events.onPushName(pushName),
      onRestricted: (kind, restriction) => events.onRestricted(kind, restriction),
      onGroupsDirty: () => events.onGroupsDirty(),
      onClosed: (end) => void this.#finish(end),
      onAck: (messageId, errorCode) => this.#acks.received(messageId, errorCode),
    }
  }

  async #finish(end: ConnectionEnd): Promise<void> {
    if (this.#finished) return
    this.#finished = true
    this.#releaseConnect()
    this.#ending.abort()
    this.#closed.abort()
    this.#acks.closed()
    await this.#auth?.store.flushed()
    this.#options.events.onEnd(end)
  }

  readonly #lifecycle: SocketLifecycle = {
    closed: this.#closed.signal,
    /** The database failed under the socket. Nothing is confirmed, and WhatsApp redelivers the stanzas on the next connection. */
    onFault: (err) => {
      const { services, leaseHandle, sessionId } = this.#options
      services.log.error({ err, sessionId }, 'connection.storage_failed')
      leaseHandle.reportWriteFailure(err)
      void this.close('The storage failed')
    },
  }
}

/** Returns the end of a connection that the connector closes. */
function ended(message: string): ConnectionEnd {
  return { code: 0, message, from: 'socket' }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
