import type { PartitionQueries } from '../batchedQueries.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import { withTimeout } from '../wait.ts'
import {
  type ConnectionEnd,
  openSocket,
  type SocketLifecycle,
  type SocketListener,
  type WhatsAppSocket,
} from '../whatsapp/index.ts'
import { type AckResult, Acks } from './acks.ts'
import { loadAuth, ownJids, type SessionAuth } from './auth.ts'
import type { Groups } from './groups.ts'
import type { Inbox } from './inbox.ts'
import { storageHooks } from './storage.ts'

/** A question to WhatsApp, or a stanza on its way out, has this long. */
const ANSWER_WITHIN_MS = 20_000
/** A peer that is gone does not answer the closing handshake either. */
const CLOSE_WITHIN_MS = 3_000

export interface ConnectionOptions {
  services: ConnectorServices
  leaseHandle: LeaseHandle
  queries: PartitionQueries
  sessionId: string
  inbox: Inbox
  groups: Groups
  /** Resolves when what has to be written before the credentials may be read is. */
  ready(): Promise<void>
  events: Pick<SocketListener, 'onQr' | 'onPaired' | 'onOpen' | 'onRestricted' | 'onGroupsDirty'> & {
    /** Once, and last: the socket is closed and its credentials are saved. */
    onEnd(end: ConnectionEnd): void
  }
}

/** One try to be connected, from reading the credentials to the socket's end. It is never used again. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #acks = new Acks()
  readonly #ending = new AbortController()
  readonly #closed = new AbortController()
  #auth: SessionAuth | null = null
  #socket: WhatsAppSocket | null = null
  #isOpen = false
  #offersPairing = false
  #finished = false
  /** Lets the next open its connection: this one is open, or waits for a phone, or has ended. */
  #releaseConnect: () => void = () => undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** Whether WhatsApp takes messages on it. */
  get isOpen(): boolean {
    return this.#isOpen && !this.#ending.signal.aborted
  }

  /** Whether it waits for a phone to be linked. */
  get offersPairing(): boolean {
    return this.#offersPairing && !this.#ending.signal.aborted
  }

  /** By which JIDs others name us. */
  get ownJids(): string[] {
    return this.#auth ? ownJids(this.#auth.store) : []
  }

  start(): void {
    this.#start().catch((err: unknown) => {
      this.#options.leaseHandle.reportWriteFailure(err)
      this.#options.services.log.error({ err, sessionId: this.#options.sessionId }, 'connection.start_failed')
      void this.#finish({ code: 0, message: 'It could not be started' })
    })
  }

  /**
   * Asks or tells WhatsApp something, and waits for it: not longer than that, and not beyond this connection's end. Baileys
   * itself may wait for ever.
   * @throws TimedOut: then it may have happened all the same; or Baileys' errors
   */
  async ask<T>(question: (socket: WhatsAppSocket) => Promise<T>, withinMs = ANSWER_WITHIN_MS): Promise<T> {
    if (!this.#socket) throw new Error('There is no socket')
    return await withTimeout(question(this.#socket), withinMs, this.#ending.signal)
  }

  /** WhatsApp's answer to a message; to be asked for before it is sent. */
  ack(messageId: string, withinMs: number): Promise<AckResult> {
    return this.#acks.expect(messageId, withinMs)
  }

  /** Ends it, and keeps the link. Resolves when it has ended. */
  async close(reason = 'closed'): Promise<void> {
    this.#ending.abort()
    this.#acks.closed()
    if (this.#socket) await Promise.race([this.#socket.close(reason), after(CLOSE_WITHIN_MS)])
    await this.#finish({ code: 0, message: reason })
  }

  async #start(): Promise<void> {
    const { services, leaseHandle, queries, sessionId, inbox, groups } = this.#options
    this.#releaseConnect = await services.connectLimiter.acquire(this.#ending.signal)
    if (this.#finished) return this.#releaseConnect()
    await this.#options.ready()
    const auth = await loadAuth(services, { lease: leaseHandle.lease, queries, sessionId }, this.#lifecycle)
    this.#auth = auth
    await inbox.recover(auth)
    if (this.#ending.signal.aborted || !leaseHandle.isValid)
      return await this.#finish({ code: 0, message: 'not wanted' })
    const { config, log } = services
    this.#socket = openSocket({
      auth: auth.store,
      listener: {
        ...storageHooks({
          services,
          sessionId,
          leaseHandle,
          queries,
          inbox,
          groups,
          auth,
          acks: this.#acks,
          lifecycle: this.#lifecycle,
        }),
        ...this.#events(),
      },
      url: config.VESPER_WHATSAPP_URL,
      keepAliveMs: config.VESPER_KEEP_ALIVE_SECONDS * 1000,
      qrMs: config.VESPER_QR_SECONDS && config.VESPER_QR_SECONDS * 1000,
      log: log.child({ sessionId }, { level: config.VESPER_BAILEYS_LOG_LEVEL }),
    })
  }

  #events(): Pick<
    SocketListener,
    'onQr' | 'onPaired' | 'onOpen' | 'onClosed' | 'onAck' | 'onRestricted' | 'onGroupsDirty'
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
      onRestricted: (restrictions) => events.onRestricted(restrictions),
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
    /** The database failed under the socket: nothing is confirmed, and what came comes again on the next one. */
    onFault: (err) => {
      const { services, leaseHandle, sessionId } = this.#options
      services.log.error({ err, sessionId }, 'connection.storage_failed')
      leaseHandle.reportWriteFailure(err)
      void this.close('Storage failed')
    },
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
