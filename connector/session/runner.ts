import { LeaseLost } from '#shared/domain/fleet/index.ts'
import type { SessionRow } from '#shared/domain/sessions/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import { openSocket, type SocketListener, type WhatsAppSocket } from '../whatsapp/index.ts'
import { Acks } from './acks.ts'
import { loadAuth, type SessionAuth } from './auth.ts'
import { backoffMs } from './backoff.ts'
import { Condition } from './condition.ts'
import { type Policy, policyFor } from './disconnects.ts'
import { Inbox } from './inbox.ts'
import { SessionRecord } from './record.ts'
import { type Begun, type Opened, Sender } from './sender.ts'
import { storageHooks } from './storage.ts'

/** `resting` has no socket and wants none; `waiting` has none until its next try; `ended` never will again. */
type State = 'resting' | 'opening' | 'open' | 'waiting' | 'ended'

/** How long an unlinking, or a pairing code, waits for the socket that it needs. */
const SOCKET_WITHIN_MS = 15_000

/** One session's life on this connector: its socket, or the next try to have one. */
export class SessionRunner {
  readonly #services: ConnectorServices
  readonly #tenure: Tenure
  readonly #record: SessionRecord
  readonly #acks = new Acks()
  readonly #sender: Sender
  readonly #inbox: Inbox
  readonly #change = new Condition()
  #state: State = 'resting'
  /** Grows with each connection, so that the last words of an old one are not taken for the new one's. */
  #connection = 0
  #auth: SessionAuth | null = null
  #socket: WhatsAppSocket | null = null
  #offersPairing = false
  #attempt = 0
  #retry: NodeJS.Timeout | undefined
  #draining = false
  #syncs: Promise<unknown> = Promise.resolve()

  constructor(services: ConnectorServices, tenure: Tenure, row: SessionRow) {
    const { id: sessionId, appId } = row
    const acks = this.#acks
    this.#services = services
    this.#tenure = tenure
    this.#record = new SessionRecord(services, tenure, row)
    this.#sender = new Sender(services, {
      sessionId,
      tenure,
      acks,
      whenOpen: (until) => this.#whenOpen(until),
    })
    this.#inbox = new Inbox(services, { sessionId, appId, tenure })
  }

  /** Whether it holds a socket, or is about to. */
  get isActive(): boolean {
    return this.#state === 'opening' || this.#state === 'open' || this.#state === 'waiting'
  }

  /** Takes the session up from the connector that had it before. */
  async start(): Promise<void> {
    const { row } = this.#record
    if (row.status === 'connected') this.#record.reconnecting(true)
    await this.sync(row)
  }

  /** Brings the socket into line with what the session's row asks for. One at a time. */
  async sync(row: SessionRow): Promise<void> {
    const { log } = this.#services
    this.#syncs = this.#syncs
      .then(() => this.#sync(row))
      .catch((err: unknown) => log.error({ err, sessionId: row.id }, 'session.sync_failed'))
    await this.#syncs
  }

  /** Begins to send an accepted message: resolves when the next may begin. */
  async send(messageId: string): Promise<Begun> {
    return await this.#sender.begin(messageId)
  }

  /** Has WhatsApp ask for a code on the phone of that number. Null if the session is not up for pairing. */
  async requestPairingCode(phone: string): Promise<string | null> {
    await this.#until(() => this.#offersPairing || !this.isActive, SOCKET_WITHIN_MS)
    return this.#offersPairing && this.#socket ? await this.#socket.requestPairingCode(phone) : null
  }

  /** Lets go of messages that wait for a socket: another connector will have it. */
  drain(): void {
    this.#draining = true
    this.#change.notify()
  }

  /** Closes the socket and keeps the link; what is in hand is stored first. */
  async close(): Promise<void> {
    const wasActive = this.isActive
    this.#setState('ended')
    await this.#closeSocket()
    await this.#inbox.idle()
    if (wasActive) this.#record.reconnecting(false)
    await this.#record.flushed()
  }

  async #sync(row: SessionRow): Promise<void> {
    if (this.#state === 'ended') return
    const restarted = row.generation > this.#record.row.generation
    this.#record.adopt(row)
    if (row.intent !== 'run') return await this.#unlink(row.intent)
    if (restarted) {
      await this.#closeSocket()
      this.#attempt = 0
      return await this.#open()
    }
    if (row.status !== 'disconnected' && this.#state === 'resting') await this.#open()
  }

  async #open(): Promise<void> {
    const connection = ++this.#connection
    this.#setState('opening')
    const auth = await this.#loadAuth()
    if (connection !== this.#connection || !this.#tenure.isValid) return
    if (!auth) return this.#retryLater()
    const { config, log } = this.#services
    const sessionId = this.#record.row.id
    const storage = storageHooks({
      services: this.#services,
      sessionId,
      tenure: this.#tenure,
      auth,
      inbox: this.#inbox,
      onFault: this.#onFault,
    })
    this.#socket = openSocket({
      auth: auth.store,
      listener: { ...storage, ...this.#connectionEvents(connection) },
      log: log.child({ sessionId }, { level: config.VESPER_BAILEYS_LOG_LEVEL }),
      url: config.VESPER_WHATSAPP_URL,
      qrMs: config.VESPER_QR_SECONDS && config.VESPER_QR_SECONDS * 1000,
    })
  }

  /** The credentials, once for all of this runner's sockets; null if the database can't give them now. */
  async #loadAuth(): Promise<SessionAuth | null> {
    if (this.#auth) return this.#auth
    const { row } = this.#record
    try {
      const auth = await loadAuth(this.#services, this.#tenure.lease, row.id, this.#onFault)
      this.#auth = auth
      await this.#inbox.recover(auth)
      return auth
    } catch (err) {
      this.#auth = null
      this.#services.log.error({ err, sessionId: row.id }, 'session.load_failed')
      return null
    }
  }

  #connectionEvents(
    connection: number,
  ): Pick<SocketListener, 'onQr' | 'onPaired' | 'onOpen' | 'onClosed' | 'onAck'> {
    const ifCurrent =
      <Arguments extends unknown[]>(act: (...args: Arguments) => void) =>
      (...args: Arguments) => {
        if (connection === this.#connection) act(...args)
      }
    return {
      onQr: ifCurrent((qr) => {
        this.#record.qr(qr)
        this.#offersPairing = true
        this.#change.notify()
      }),
      onPaired: ifCurrent(() => {
        this.#record.paired()
        this.#offersPairing = false
      }),
      onOpen: ifCurrent((me) => {
        this.#record.connected(me)
        this.#attempt = 0
        this.#setState('open')
      }),
      onClosed: ifCurrent((end) => this.#onClosed(end)),
      onAck: (messageId, errorCode) => this.#acks.received(messageId, errorCode),
    }
  }

  #onClosed(end: { code: number; message: string }): void {
    const policy = policyFor(end)
    this.#services.log.info(
      { sessionId: this.#record.row.id, ...end, action: policy.action },
      'session.closed',
    )
    this.#socket = null
    this.#offersPairing = false
    this.#acks.closed()
    if (!this.#tenure.isValid) this.#setState('ended')
    else if (policy.action === 'restart') void this.#open()
    else if (policy.action === 'stop') this.#rest(policy)
    else {
      this.#record.reconnecting(true)
      this.#retryLater()
    }
  }

  #rest(stop: Omit<Extract<Policy, { action: 'stop' }>, 'action'>): void {
    this.#record.stopped(stop, this.#auth?.store.flushed())
    if (stop.unlinked) this.#auth = null
    this.#setState('resting')
  }

  #retryLater(): void {
    this.#attempt += 1
    this.#setState('waiting')
    this.#retry = setTimeout(() => void this.#open(), backoffMs(this.#attempt, Math.random()))
  }

  async #unlink(intent: 'logout' | 'delete'): Promise<void> {
    const { log } = this.#services
    if (this.#record.isPaired) {
      if (!this.isActive) await this.#open()
      const opened = await this.#whenOpen(new Date(Date.now() + SOCKET_WITHIN_MS))
      if ('socket' in opened) await opened.socket.logout()
      else log.warn({ sessionId: this.#record.row.id, why: opened.why }, 'session.unlinked_without_socket')
    }
    await this.#closeSocket()
    await this.#inbox.idle()
    if (intent === 'logout') this.#rest({ reason: 'logged_out', unlinked: true })
    else {
      this.#record.remove()
      this.#setState('ended')
    }
    await this.#record.flushed()
  }

  async #closeSocket(): Promise<void> {
    this.#connection += 1
    clearTimeout(this.#retry)
    const socket = this.#socket
    this.#socket = null
    this.#offersPairing = false
    this.#acks.closed()
    await socket?.close()
    await this.#auth?.store.flushed()
  }

  /** The database failed under the socket: what came is not confirmed, and comes again on the next one. */
  readonly #onFault = (error: unknown): void => {
    this.#services.log.error({ err: error, sessionId: this.#record.row.id }, 'session.storage_failed')
    if (error instanceof LeaseLost) this.#tenure.end()
    // It may have committed all the same: the next socket starts from what the database says.
    this.#auth = null
    void this.#socket?.close('Storage failed')
  }

  async #whenOpen(until: Date): Promise<Opened> {
    const openSocketNow = () => (this.#state === 'open' ? this.#socket : null)
    const isOver = () => this.#state === 'ended' || this.#draining || !this.#tenure.isValid
    await this.#until(
      () => openSocketNow() !== null || isOver() || !this.#record.isPaired,
      until.getTime() - Date.now(),
    )
    const socket = openSocketNow()
    if (socket) return { socket }
    if (isOver()) return { why: 'ended' }
    return { why: this.#record.isPaired ? 'expired' : 'unlinked' }
  }

  async #until(holds: () => boolean, withinMs: number): Promise<void> {
    await this.#change.until(holds, Date.now() + withinMs, this.#tenure.ended)
  }

  #setState(state: State): void {
    if (this.#state !== 'ended') this.#state = state
    this.#change.notify()
  }
}
