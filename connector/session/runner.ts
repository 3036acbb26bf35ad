import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import type { SessionRow } from '#shared/domain/sessions/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { Begun } from '../partition/outcome.ts'
import type { ConnectorServices } from '../services.ts'
import type { PartitionStatements } from '../statements.ts'
import { Condition } from '../wait.ts'
import type { ConnectionEnd } from '../whatsapp/index.ts'
import { backoffMs } from './backoff.ts'
import { Connection } from './connection.ts'
import { policyFor } from './disconnects.ts'
import { Groups } from './groups.ts'
import { Identities } from './identities.ts'
import { Inbox } from './inbox.ts'
import { MediaFetcher } from './mediaFetcher.ts'
import { SessionRecord } from './record.ts'
import { performRequest } from './requests/index.ts'
import { type Opened, Sender } from './sender.ts'

/** How long a caller waits for a connection that is down; it hears from us before it gives up. */
const CONNECTION_WITHIN_MS = 12_000
/** How long a pairing code waits for WhatsApp to offer pairing. */
const PAIRING_WITHIN_MS = 15_000
/** An unlinking needs a connection; after this long the phone goes on showing a device that is no more. */
const UNLINK_WITHIN_MS = 120_000
/** A connection that was up for less is a try that failed, too: something may be ending each of them. */
const STABLE_AFTER_MS = 10_000

/** One session's life on this connector: its connection, or the next try to have one. */
export class SessionRunner {
  readonly #services: ConnectorServices
  readonly #tenure: Tenure
  readonly #statements: PartitionStatements
  readonly #record: SessionRecord
  readonly #sender: Sender
  readonly #inbox: Inbox
  readonly #media: MediaFetcher
  readonly #groups: Groups
  readonly #change = new Condition()
  #connection: Connection | null = null
  #retry: NodeJS.Timeout | null = null
  #attempt = 0
  #openedAt = Number.POSITIVE_INFINITY
  #draining = false
  #ended = false
  #syncs: Promise<unknown> = Promise.resolve()

  constructor(services: ConnectorServices, tenure: Tenure, statements: PartitionStatements, row: SessionRow) {
    const { id: sessionId, appId } = row
    this.#services = services
    this.#tenure = tenure
    this.#statements = statements
    this.#record = new SessionRecord(services, tenure, row)
    const identities = new Identities(services, tenure, sessionId)
    const openConnection = () => (this.#connection?.isOpen ? this.#connection : null)
    this.#media = new MediaFetcher(services, tenure, { sessionId, appId }, openConnection)
    this.#inbox = new Inbox(services, {
      sessionId,
      appId,
      tenure,
      statements,
      identities,
      syncHistory: row.syncHistory,
      onMedia: () => this.#fetchMedia(),
    })
    this.#groups = new Groups(services, { sessionId, appId, tenure, identities, connection: openConnection })
    this.#sender = new Sender(services, {
      sessionId,
      tenure,
      statements,
      groups: this.#groups,
      connection: openConnection,
      whenOpen: (withinMs) => this.#whenOpen(withinMs),
    })
  }

  /** Whether it has a connection, or is about to. */
  get isActive(): boolean {
    return this.#connection !== null || this.#retry !== null
  }

  /** Whether WhatsApp takes its messages now. */
  get isConnected(): boolean {
    return this.#connection?.isOpen === true
  }

  /** Whether it will never do anything again. */
  get hasEnded(): boolean {
    return this.#ended
  }

  /** Whether a reading of the row asks for something that this runner does not do yet. */
  needsSync(row: SessionRow): boolean {
    if (row.desiredState !== 'run' || row.generation !== this.#record.row.generation) return true
    return row.status !== 'disconnected' && !this.isActive
  }

  /** Takes the session up from the connector that had it before.
   * @throws if the database can't be read */
  async start(): Promise<void> {
    if (this.#record.row.status === 'connected') this.#record.reconnecting('connection_lost')
    await this.sync()
  }

  /** Does what the session's row asks for. One at a time, each by a fresh reading.
   * @throws if the database can't be read */
  async sync(): Promise<void> {
    const mine = this.#syncs.then(() => this.#sync())
    this.#syncs = mine.catch(() => undefined)
    await mine
  }

  /** Begins to send an accepted message: resolves when the next may begin. */
  async send(messageId: string): Promise<Begun> {
    return await this.#sender.begin(messageId)
  }

  /** Has WhatsApp ask for a code on the phone of that number. Null if the session is not up for pairing.
   * @throws if WhatsApp does not answer */
  async #requestPairingCode(phone: string): Promise<string | null> {
    await this.#until(() => this.#connection?.offersPairing === true || !this.isActive, PAIRING_WITHIN_MS)
    return this.#connection?.offersPairing
      ? await this.#connection.ask((socket) => socket.requestPairingCode(phone))
      : null
  }

  /** Does what a caller asked for and waits for.
   * @throws if WhatsApp does not answer, or refuses */
  async perform(request: ConnectorRequest): Promise<ConnectorAnswer> {
    if (request.kind === 'pairing-code') {
      const code = await this.#requestPairingCode(request.phone)
      return code === null
        ? { state: 'failed', result: { code: 'not_pairing' } }
        : { state: 'done', result: { code } }
    }
    const opened = await this.#whenOpen(CONNECTION_WITHIN_MS)
    if ('why' in opened) return { state: 'failed', result: { code: 'not_connected' } }
    const { id: sessionId, appId } = this.#record.row
    const { connection } = opened
    const session = { appId, sessionId, connection, groups: this.#groups }
    return await performRequest({ services: this.#services, tenure: this.#tenure, ...session }, request)
  }

  /** Lets go of what waits for a connection: another connector will have it. */
  drain(): void {
    this.#draining = true
    this.#change.notify()
  }

  /** In peace: closes the connection and keeps the link; what is in hand is stored first. */
  async close(): Promise<void> {
    const wasActive = this.isActive
    this.abandon()
    await this.#syncs
    await this.#disconnect()
    await this.#inbox.idle()
    await this.#groups.idle()
    if (wasActive) this.#record.reconnecting('handover')
    await this.#record.flushed()
  }

  /** At once: the session is another connector's by now. */
  abandon(): void {
    this.#ended = true
    this.#change.notify()
    void this.#disconnect()
  }

  async #sync(): Promise<void> {
    if (this.#ended) return
    const before = await this.#record.refresh()
    if (!before || this.#ended) return this.abandon()
    const { row } = this.#record
    if (row.desiredState !== 'run') return await this.#unlink(row.desiredState)
    if (row.generation !== before.generation) {
      await this.#disconnect()
      this.#attempt = 0
      this.#connect()
    } else if (row.status !== 'disconnected' && !this.isActive) this.#connect()
  }

  #connect(): void {
    if (this.#ended) return
    this.#cancelRetry()
    const ifCurrent =
      <Arguments extends unknown[]>(act: (...args: Arguments) => void) =>
      (...args: Arguments) => {
        if (this.#connection === connection) act(...args)
        this.#change.notify()
      }
    const connection = new Connection({
      services: this.#services,
      tenure: this.#tenure,
      statements: this.#statements,
      sessionId: this.#record.row.id,
      inbox: this.#inbox,
      groups: this.#groups,
      ready: () => this.#record.flushed(),
      events: {
        onQr: ifCurrent((qr) => this.#record.qr(qr)),
        onPaired: ifCurrent(() => this.#record.paired()),
        onOpen: ifCurrent((me) => {
          this.#openedAt = performance.now()
          this.#record.connected(me)
          this.#fetchMedia()
          this.#groups.sync('if due')
        }),
        onGroupsDirty: ifCurrent(() => this.#groups.sync('now')),
        onRestricted: ifCurrent((restrictions) => this.#record.restricted(restrictions)),
        onEnd: ifCurrent((end) => this.#onEnd(end)),
      },
    })
    this.#connection = connection
    this.#openedAt = Number.POSITIVE_INFINITY
    connection.start()
  }

  #onEnd(end: ConnectionEnd): void {
    this.#connection = null
    const policy = policyFor(end)
    this.#services.log.info(
      { sessionId: this.#record.row.id, ...end, action: policy.action },
      'session.closed',
    )
    if (!this.#tenure.isValid) this.#ended = true
    else if (policy.action === 'restart') this.#connect()
    else if (policy.action === 'stop') this.#record.stopped(policy)
    else {
      this.#record.reconnecting('connection_lost')
      if (performance.now() - this.#openedAt > STABLE_AFTER_MS) this.#attempt = 0
      this.#attempt += 1
      this.#retry = setTimeout(() => this.#connect(), backoffMs(this.#attempt, Math.random()))
    }
  }

  #fetchMedia(): void {
    const { log } = this.#services
    this.#media
      .wake()
      .catch((err: unknown) => log.error({ err, sessionId: this.#record.row.id }, 'media.wake_failed'))
  }

  async #disconnect(): Promise<void> {
    this.#cancelRetry()
    const connection = this.#connection
    this.#connection = null
    this.#change.notify()
    await connection?.close()
  }

  async #unlink(desiredState: 'logout' | 'delete'): Promise<void> {
    if (this.#record.isPaired && !(await this.#removeDevice())) return
    await this.#disconnect()
    await this.#inbox.idle()
    if (desiredState === 'logout') this.#record.stopped({ reason: 'logged_out', unlinked: true })
    else {
      this.#record.remove()
      this.#ended = true
    }
    await this.#record.flushed()
  }

  /** Has the phone forget this device. False if this connector ends first: the next owner finds the intent in the row. */
  async #removeDevice(): Promise<boolean> {
    const { log } = this.#services
    const { id: sessionId } = this.#record.row
    if (!this.#connection) this.#connect()
    const opened = await this.#whenOpen(UNLINK_WITHIN_MS)
    if ('why' in opened) {
      if (opened.why === 'expired') log.warn({ sessionId }, 'session.unlinked_without_connection')
      return opened.why !== 'ended'
    }
    await opened.connection
      .ask((socket) => socket.logout())
      .catch((err: unknown) => log.warn({ err, sessionId }, 'session.logout_failed'))
    return true
  }

  async #whenOpen(withinMs: number): Promise<Opened> {
    const open = () => (this.#connection?.isOpen ? this.#connection : null)
    const isOver = () => this.#ended || this.#draining || !this.#tenure.isValid
    await this.#until(() => open() !== null || isOver() || !this.#record.isPaired, withinMs)
    const connection = open()
    if (connection) return { connection }
    if (isOver()) return { why: 'ended' }
    return { why: this.#record.isPaired ? 'expired' : 'unlinked' }
  }

  async #until(holds: () => boolean, withinMs: number): Promise<void> {
    await this.#change.until(holds, withinMs, this.#tenure.ended)
  }

  #cancelRetry(): void {
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = null
  }
}
