import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import type { WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import type { SessionRow, SessionStop } from '#shared/domain/sessions/index.ts'
import { phoneJid } from '#shared/jid.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import type { BegunCommand } from '../commandOutcome.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import { Condition } from '../wait.ts'
import type { ConnectionEnd } from '../whatsapp/index.ts'
import { Accounts } from './accounts.ts'
import { AlarmClock } from './alarmClock.ts'
import { backoffMs } from './backoff.ts'
import { ChatTimers } from './chatTimers.ts'
import { Connection } from './connection.ts'
import { policyFor } from './disconnects.ts'
import { Groups } from './groups.ts'
import { Inbox } from './inbox.ts'
import { LateChanges } from './lateChanges.ts'
import { LidMappings } from './lidMappings.ts'
import { MediaFetcher } from './mediaFetcher.ts'
import { Receipts } from './receipts.ts'
import { failureOf, stopOf } from './refusal.ts'
import { handleRequest } from './requests/index.ts'
import { type Opened, Sender } from './sender.ts'
import { SentChanges } from './sentChanges.ts'
import { SessionStateWriter } from './sessionStateWriter.ts'
import { Usernames } from './usernames.ts'

/** Time limit of a request that waits for a connection. The caller gets its answer before its own time limit. */
const CONNECTION_WITHIN_MS = 12_000
/** Time limit of a pairing code that waits for WhatsApp to offer pairing. */
const PAIRING_WITHIN_MS = 15_000
/** Time limit of an unlinking that waits for a connection. After it, the phone still shows the removed device. */
const UNLINK_WITHIN_MS = 120_000
/** A connection that was open for less counts as a failed attempt, because one cause may end each connection. */
const STABLE_AFTER_MS = 10_000

/** The stop of a session whose user logs it out. */
const LOGGED_OUT: SessionStop = {
  reason: 'logged_out',
  unlinked: true,
  retryAt: null,
  refusals: 0,
  ban: null,
}

/** Runs one session on this connector: its connection, or the next attempt to connect. */
export class SessionRunner {
  readonly #services: ConnectorServices
  readonly #leaseHandle: LeaseHandle
  readonly #queries: PartitionQueries
  readonly #state: SessionStateWriter
  readonly #sender: Sender
  readonly #inbox: Inbox
  readonly #receipts: Receipts
  readonly #media: MediaFetcher
  readonly #groups: Groups
  readonly #accounts: Accounts
  readonly #lidMappings: LidMappings
  readonly #timers: ChatTimers
  readonly #usernames: Usernames
  readonly #changes: SentChanges
  readonly #change = new Condition()
  #connection: Connection | null = null
  #retry: NodeJS.Timeout | null = null
  /** Rings when a stopped session may log in again. */
  readonly #nextLogin: AlarmClock
  #attempt = 0
  #openedAt = Number.POSITIVE_INFINITY
  #draining = false
  #ended = false
  #syncs: Promise<unknown> = Promise.resolve()

  constructor(
    services: ConnectorServices,
    leaseHandle: LeaseHandle,
    queries: PartitionQueries,
    row: SessionRow,
  ) {
    const { id: sessionId, appId } = row
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#queries = queries
    this.#state = new SessionStateWriter(services, leaseHandle, row)
    this.#nextLogin = new AlarmClock(() => this.#syncLater(), services.now)
    const lidMappings = new LidMappings(services, leaseHandle, sessionId)
    this.#lidMappings = lidMappings
    const openConnection = () => (this.#connection?.isOpen ? this.#connection : null)
    const session = { sessionId, appId, leaseHandle, lidMappings }
    this.#usernames = new Usernames(services, { ...session, connection: openConnection })
    this.#media = new MediaFetcher(services, leaseHandle, { sessionId, appId }, openConnection)
    this.#changes = new SentChanges(services, sessionId)
    this.#timers = new ChatTimers(services, { leaseHandle, sessionId, lidMappings })
    this.#receipts = new Receipts(services, { sessionId, leaseHandle, queries, lidMappings })
    this.#groups = new Groups(services, {
      sessionId,
      appId,
      leaseHandle,
      lidMappings,
      connection: openConnection,
    })
    this.#accounts = new Accounts(services, { leaseHandle, lidMappings })
    this.#inbox = new Inbox(services, {
      sessionId,
      appId,
      leaseHandle,
      queries,
      lidMappings,
      usernames: this.#usernames,
      timers: this.#timers,
      lateChanges: new LateChanges(services, { sessionId, appId, leaseHandle, lidMappings }),
      receipts: this.#receipts,
      groups: this.#groups,
      syncHistory: row.syncHistory,
      receivesStatus: () => this.#state.row.receiveStatus,
      onMedia: () => this.#fetchMedia(),
    })
    this.#sender = new Sender(services, {
      sessionId,
      leaseHandle,
      queries,
      accounts: this.#accounts,
      groups: this.#groups,
      lidMappings,
      usernames: this.#usernames,
      connection: openConnection,
      whenOpen: (withinMs) => this.#whenOpen(withinMs),
      onRestricted: (kind, restriction) => this.#state.restricted(kind, restriction),
    })
  }

  /** True if the session has a connection or is about to connect. */
  get isActive(): boolean {
    return this.#connection !== null || this.#retry !== null
  }

  /** True if WhatsApp accepts messages on the session's connection. */
  get isConnected(): boolean {
    return this.#connection?.isOpen === true
  }

  /** True if the runner has ended for good. */
  get hasEnded(): boolean {
    return this.#ended
  }

  /** Returns true if the row asks for a state that this runner has not reached. */
  needsSync(row: SessionRow): boolean {
    if (row.desiredState !== 'run' || row.generation !== this.#state.row.generation) return true
    return !this.isActive && (row.status !== 'disconnected' || this.#isDue(row))
  }

  /**
   * Takes the session over from the previous connector.
   * @throws the database's error
   */
  async start(): Promise<void> {
    if (this.#state.row.status === 'connected') this.#state.reconnecting('connection_lost')
    await this.sync()
  }

  /**
   * Applies the desired state in the session's row. Calls run one after the other, each with a fresh read.
   * @throws the database's error
   */
  async sync(): Promise<void> {
    const mine = this.#syncs.then(() => this.#sync())
    this.#syncs = mine.catch(() => undefined)
    await mine
  }

  /** Begins to send an accepted message. Resolves when the next command may begin. */
  async send(messageId: string): Promise<BegunCommand> {
    return await this.#sender.begin(messageId)
  }

  /**
   * Requests a pairing code for a phone number. Returns null if the session does not offer pairing.
   * @throws TimedOut, or WhatsApp's refusal
   */
  async #requestPairingCode(phone: string): Promise<string | null> {
    await this.#until(() => this.#connection?.offersPairing === true || !this.isActive, PAIRING_WITHIN_MS)
    return this.#connection?.offersPairing
      ? await this.#connection.ask((socket) => socket.requestPairingCode(phone))
      : null
  }

  /**
   * Carries out a request whose caller waits for the answer.
   * @throws TimedOut, or another error of the connection
   */
  async perform(request: ConnectorRequest): Promise<ConnectorAnswer> {
    if (request.kind === 'pairing-code') {
      const code = await this.#requestPairingCode(request.phone)
      return code === null
        ? { state: 'failed', result: { code: 'not_pairing' } }
        : { state: 'done', result: { code } }
    }
    const opened = await this.#whenOpen(CONNECTION_WITHIN_MS)
    if ('why' in opened) return { state: 'failed', result: { code: 'not_connected' } }
    const { id: sessionId, appId } = this.#state.row
    const { connection } = opened
    const session = {
      appId,
      sessionId,
      connection,
      groups: this.#groups,
      accounts: this.#accounts,
      lidMappings: this.#lidMappings,
      usernames: this.#usernames,
      timers: this.#timers,
      changes: this.#changes,
    }
    return await handleRequest(
      { services: this.#services, leaseHandle: this.#leaseHandle, ...session },
      request,
    )
  }

  /** Releases commands that wait for a connection, for the next connector. */
  drain(): void {
    this.#draining = true
    this.#change.notify()
  }

  /** Stops gracefully: closes the connection, keeps the link, and stores all received stanzas. */
  async close(): Promise<void> {
    const wasActive = this.isActive
    this.abandon()
    await this.#syncs
    await this.#disconnect()
    await this.#inbox.idle()
    await this.#groups.idle()
    // A stopped session stays stopped, so that the next connector does not log in early.
    if (wasActive && this.#state.row.status !== 'disconnected') this.#state.reconnecting('handover')
    await this.#state.flushed()
  }

  /** Stops immediately: another connector owns the session now. */
  abandon(): void {
    this.#ended = true
    this.#change.notify()
    void this.#disconnect()
  }

  async #sync(): Promise<void> {
    if (this.#ended) return
    const before = await this.#state.refresh()
    if (!before || this.#ended) return this.abandon()
    const { row } = this.#state
    if (row.desiredState !== 'run') return await this.#unlink(row.desiredState)
    if (row.generation !== before.generation) {
      await this.#disconnect()
      this.#attempt = 0
      this.#connect()
    } else if (this.isActive) return
    else if (row.status !== 'disconnected' || this.#isDue(row)) this.#connect()
    else if (row.retryAt) this.#nextLogin.set(row.retryAt)
  }

  /** Returns true if a stopped session may log in again. */
  #isDue({ retryAt }: SessionRow): boolean {
    return retryAt !== null && retryAt <= this.#services.now()
  }

  #syncLater(): void {
    const { log } = this.#services
    this.sync().catch((err: unknown) =>
      log.error({ err, sessionId: this.#state.row.id }, 'session.sync_failed'),
    )
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
      leaseHandle: this.#leaseHandle,
      queries: this.#queries,
      sessionId: this.#state.row.id,
      inbox: this.#inbox,
      receipts: this.#receipts,
      groups: this.#groups,
      lidMappings: this.#lidMappings,
      usernames: this.#usernames,
      timers: this.#timers,
      changes: this.#changes,
      ready: () => this.#state.flushed(),
      events: {
        onQr: ifCurrent((qr) => this.#state.qr(qr)),
        onPaired: ifCurrent(() => this.#state.paired()),
        onOpen: ifCurrent((me) => {
          this.#openedAt = performance.now()
          this.#state.connected(me)
          if (me.phone && me.lid) this.#lidMappings.learn([{ lid: me.lid, phoneJid: phoneJid(me.phone) }])
          this.#inbox.resume()
          this.#fetchMedia()
          this.#groups.sync('if due')
        }),
        onPushName: ifCurrent((pushName) => this.#state.named(pushName)),
        onGroupsDirty: ifCurrent(() => this.#groups.sync('now')),
        onRestricted: ifCurrent((kind, restriction) => this.#state.restricted(kind, restriction)),
        onEnd: ifCurrent((end) => this.#onEnd(end, connection.version)),
      },
    })
    this.#connection = connection
    this.#openedAt = Number.POSITIVE_INFINITY
    connection.start()
  }

  #onEnd(end: ConnectionEnd, version: WhatsAppVersion | null): void {
    this.#connection = null
    const { refusals } = this.#state.row
    const policy = policyFor(end, refusals)
    const stop = stopOf(policy, refusals, this.#services.now())
    this.#services.log.info(
      { sessionId: this.#state.row.id, ...end, action: policy.action },
      'session.closed',
    )
    if (!this.#leaseHandle.isValid) this.#ended = true
    else if (policy.action === 'restart') this.#connect()
    else if (stop) {
      this.#state.stopped(stop)
      if (stop.retryAt) this.#nextLogin.set(stop.retryAt)
      if (policy.action === 'update' && version) void this.#update(version)
    } else {
      this.#state.reconnecting('connection_lost')
      if (performance.now() - this.#openedAt > STABLE_AFTER_MS) this.#attempt = 0
      this.#attempt += 1
      this.#retry = setTimeout(() => this.#connect(), backoffMs(this.#attempt, Math.random()))
    }
  }

  /** Logs in again at once if the fleet learns another version than the one that WhatsApp refused. */
  async #update(refused: WhatsAppVersion): Promise<void> {
    const { log, clientVersions, now } = this.#services
    try {
      await this.#state.flushed()
      if (!(await clientVersions.refused(refused)) || this.#ended || this.isActive) return
      this.#state.retryAt(now())
      await this.sync()
    } catch (err) {
      log.error({ err, sessionId: this.#state.row.id }, 'whatsapp.update_failed')
    }
  }

  #fetchMedia(): void {
    const { log } = this.#services
    this.#media
      .wake()
      .catch((err: unknown) => log.error({ err, sessionId: this.#state.row.id }, 'media.wake_failed'))
  }

  async #disconnect(): Promise<void> {
    this.#cancelRetry()
    const connection = this.#connection
    this.#connection = null
    this.#change.notify()
    await connection?.close()
  }

  async #unlink(desiredState: 'logout' | 'delete'): Promise<void> {
    if (this.#state.isPaired && !(await this.#removeDevice())) return
    await this.#disconnect()
    await this.#inbox.idle()
    if (desiredState === 'logout') this.#state.stopped(LOGGED_OUT)
    else {
      this.#state.remove()
      this.#ended = true
    }
    await this.#state.flushed()
  }

  /**
   * Unlinks this device from the phone. Returns false if the connector ends first: the next owner reads the desired state from
   * the row.
   */
  async #removeDevice(): Promise<boolean> {
    const { log } = this.#services
    const { id: sessionId } = this.#state.row
    if (!this.#connection) this.#connect()
    const opened = await this.#whenOpen(UNLINK_WITHIN_MS)
    if ('why' in opened) {
      if (opened.why !== 'ended')
        log.warn({ sessionId, why: opened.why }, 'session.unlinked_without_connection')
      return opened.why !== 'ended'
    }
    await opened.connection
      .ask((socket) => socket.logout())
      .catch((err: unknown) => log.warn({ err, sessionId }, 'session.logout_failed'))
    return true
  }

  async #whenOpen(withinMs: number): Promise<Opened> {
    const open = () => (this.#connection?.isOpen ? this.#connection : null)
    const isOver = () => this.#ended || this.#draining || !this.#leaseHandle.isValid
    const deadline = new Date(this.#services.now().getTime() + withinMs)
    const refused = () => (this.isActive ? null : failureOf(this.#state.row, deadline))
    await this.#until(
      () => open() !== null || isOver() || !this.#state.isPaired || refused() !== null,
      withinMs,
    )
    const connection = open()
    if (connection) return { connection }
    if (isOver()) return { why: 'ended' }
    if (!this.#state.isPaired) return { why: 'unlinked' }
    const failure = refused()
    return failure === null ? { why: 'expired' } : { why: 'refused', failure }
  }

  async #until(holds: () => boolean, withinMs: number): Promise<void> {
    await this.#change.until(holds, withinMs, this.#leaseHandle.ended)
  }

  #cancelRetry(): void {
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = null
    this.#nextLogin.cancel()
  }
}
