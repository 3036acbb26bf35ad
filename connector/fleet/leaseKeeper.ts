import {
  endExpiredHolders,
  type FleetState,
  type Lease,
  readFleet,
  recordHeartbeat,
  releaseLease,
  removeConnector,
  renewLeases,
  takeLeases,
} from '#shared/domain/fleet/index.ts'
import type { ConnectorServices } from '../services.ts'
import { LeaseHandle } from './leaseHandle.ts'
import { Lifelines } from './lifelines.ts'

/** Interval of the expiry check. A lease ends between rounds too, and while a round hangs. */
const EXPIRY_CHECK_MS = 500
/** Renewals per lease. Two of them may fail before the lease ends. */
const RENEWALS_A_LEASE = 3
/**
 * Duration of fast rounds. Fast rounds follow a change of the fleet, which frees partitions, and a failed round, after which leases are
 * near their end.
 */
const FAST_ROUNDS_MS = 15_000
const FAST_ROUND_EVERY_MS = 500

/** Reason why a lease ended: a late renewal, another owner, or a write that failed (see `LeaseHandle.reportWriteFailure`). */
export type LostReason = 'expired' | 'taken' | 'write_failed'

/** Receives the partitions that this connector gains and loses. */
export interface LeaseListener {
  gained(leaseHandle: LeaseHandle): void
  /** The lease has ended, and its sockets must close. */
  lost(leaseHandle: LeaseHandle, reason: LostReason): void
  /** Another connector has too few partitions: gives away the partition with the fewest sessions, gracefully. */
  giveAway(): Promise<void>
  sessionCount(): number
}

type Services = Pick<ConnectorServices, 'leaseDb' | 'log' | 'connectorId'> & {
  release?: ConnectorServices['release']
  lifeline?: ConnectorServices['lifeline']
  config: Pick<ConnectorServices['config'], 'VESPER_LEASE_SECONDS' | 'VESPER_CAPACITY'>
}

/**
 * Leases partitions for one connector and renews them. A lease that is not renewed in time ends here before another connector may
 * take it.
 */
export class LeaseKeeper {
  readonly #services: Services
  readonly #listener: LeaseListener
  readonly #leaseHandles = new Map<number, LeaseHandle>()
  readonly #timers: NodeJS.Timeout[] = []
  readonly #lifelines: Lifelines
  #acquiring = true
  #renewing: Promise<void> | undefined
  #rebalancing: Promise<void> | undefined
  #givingAway: Promise<void> | undefined
  #size = 0
  readonly #startedAt = performance.now()
  #fastRoundsUntil = 0
  #lastRoundAt = Number.NEGATIVE_INFINITY

  constructor(services: Services, listener: LeaseListener) {
    this.#services = services
    this.#listener = listener
    const { lifeline = null, leaseDb, connectorId, log } = services
    this.#lifelines = new Lifelines({
      lifeline,
      leaseDb,
      connectorId,
      log,
      leaseMs: this.#leaseMs,
      renewEveryMs: this.#renewEveryMs,
      onReleased: () => {
        this.#fastRoundsUntil = performance.now() + FAST_ROUNDS_MS
        void this.nextRound()
      },
    })
  }

  /** True if the connector reached the database within the last lease time. */
  get isCurrent(): boolean {
    return performance.now() - this.#lastRoundAt < this.#leaseMs
  }

  /** Leases free partitions, and repeats that in rounds. */
  async start(): Promise<void> {
    this.#lifelines.start()
    await this.nextRound()
    this.#timers.push(
      setInterval(() => void this.nextRound(), this.#renewEveryMs),
      setInterval(() => {
        if (performance.now() < this.#fastRoundsUntil) void this.nextRound()
      }, FAST_ROUND_EVERY_MS),
      setInterval(() => this.#dropExpired(), EXPIRY_CHECK_MS),
    )
  }

  /**
   * Stops acquiring partitions. Held leases are renewed until their release. Resolves when the connector can gain no more
   * partitions, and the fleet no longer counts on it.
   */
  async stopAcquiring(): Promise<void> {
    this.#acquiring = false
    await this.#rebalancing
    await this.#givingAway
    await this.#rebalance()
  }

  /** Releases a partition, so that another connector need not wait for the end of the lease. */
  async release(leaseHandle: LeaseHandle): Promise<void> {
    this.#leaseHandles.delete(leaseHandle.lease.partition)
    leaseHandle.end()
    await releaseLease({ ctx: { db: this.#services.leaseDb }, input: leaseHandle.lease })
  }

  /** Leaves the fleet. To be called after all partitions are released. */
  async leave(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([this.#renewing, this.#rebalancing, this.#lifelines.stop()])
    await removeConnector({
      ctx: { db: this.#services.leaseDb },
      input: { connectorId: this.#services.connectorId },
    })
  }

  /**
   * Renews the leases, then acquires or gives away partitions. A renewal waits only for the previous renewal. On a busy machine
   * the second step takes long, and a renewal after it could be too late for its leases.
   */
  async nextRound(): Promise<void> {
    await this.#renew()
    await this.#rebalance()
  }

  async #renew(): Promise<void> {
    this.#renewing ??= this.#logged(() => this.#runRenewal()).finally(() => {
      this.#renewing = undefined
    })
    await this.#renewing
  }

  /** Runs one rebalancing at a time, so that no second one waits for the same hanging database. */
  async #rebalance(): Promise<void> {
    this.#rebalancing ??= this.#logged(() => this.#runRebalance()).finally(() => {
      this.#rebalancing = undefined
    })
    await this.#rebalancing
  }

  async #logged(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (err) {
      this.#services.log.error({ err }, 'lease.round_failed')
      this.#fastRoundsUntil = performance.now() + FAST_ROUNDS_MS
    }
  }

  async #runRenewal(): Promise<void> {
    const asked = [...this.#leaseHandles.values()]
    const askedAt = performance.now()
    const leases = asked.map(({ lease }) => lease)
    this.#reconcile(
      asked,
      await renewLeases({
        ctx: { db: this.#services.leaseDb },
        input: { held: leases, leaseMs: this.#leaseMs },
      }),
      askedAt,
    )
  }

  async #runRebalance(): Promise<void> {
    await this.#recordHeartbeat()
    this.#lastRoundAt = performance.now()
    if (!this.#acquiring) return
    const { leaseDb: db, release = null } = this.#services
    const fleet = await readFleet({ ctx: { db }, input: { leaseMs: this.#leaseMs, release } })
    if (fleet.size !== this.#size || fleet.isFailing || fleet.isChanging)
      this.#fastRoundsUntil = performance.now() + FAST_ROUNDS_MS
    this.#size = fleet.size
    const wanted = fleet.share - this.#leaseHandles.size
    const missing = wanted - (await this.#acquire(wanted, fleet))
    if (missing > 0 && fleet.isFailing) await this.#endExpiredHolders()
    // During a rolling update, partitions only move from a connector that stops. A partition that moves before would move again.
    if (wanted < 0 && !fleet.isRolling) this.#giveAway()
  }

  async #recordHeartbeat(): Promise<void> {
    const { leaseDb, connectorId, config, release = null } = this.#services
    await recordHeartbeat({
      ctx: { db: leaseDb },
      input: {
        id: connectorId,
        sessions: this.#listener.sessionCount(),
        partitions: this.#leaseHandles.size,
        capacity: config.VESPER_CAPACITY,
        memoryBytes: process.memoryUsage.rss(),
        release,
        isLeaving: !this.#acquiring,
        uptimeMs: performance.now() - this.#startedAt,
      },
    })
  }

  /**
   * Leases at most `wanted` free partitions. An older connector leaves a partition to the newer ones for the time of a lease, because the
   * rolling update is about to stop it. If the newer ones do not take the partition, the older connector takes it. Returns the number of
   * leased partitions.
   */
  async #acquire(wanted: number, { isOlder }: Pick<FleetState, 'isOlder'>): Promise<number> {
    const { leaseDb, connectorId } = this.#services
    const takenAt = performance.now()
    const taken = await takeLeases({
      ctx: { db: leaseDb },
      input: {
        owner: connectorId,
        held: this.#leases(),
        wanted,
        leaseMs: this.#leaseMs,
        freeForMs: isOlder ? this.#leaseMs : 0,
      },
    })
    for (const lease of taken) this.#gain(lease, takenAt)
    return taken.length
  }

  /** Ends the database sessions of expired holders, which lock partitions. The next round takes these partitions. */
  async #endExpiredHolders(): Promise<void> {
    const ended = await endExpiredHolders({ ctx: { db: this.#services.leaseDb } })
    if (ended > 0) this.#services.log.warn({ sessions: ended }, 'lease.holders_ended')
  }

  /** Gives away one partition at a time. A new connector is not flooded, and few sessions change connectors at the same time. */
  #giveAway(): void {
    this.#givingAway ??= this.#listener
      .giveAway()
      .catch((err: unknown) => this.#services.log.error({ err }, 'partition.give_away_failed'))
      .finally(() => {
        this.#givingAway = undefined
      })
  }

  get #leaseMs(): number {
    return this.#services.config.VESPER_LEASE_SECONDS * 1000
  }

  get #renewEveryMs(): number {
    return this.#leaseMs / RENEWALS_A_LEASE
  }

  #leases(): Lease[] {
    return [...this.#leaseHandles.values()].map(({ lease }) => lease)
  }

  /**
   * Applies the answer to a renewal.
   * @param asked the leases that the renewal named: partitions that were gained or released meanwhile are not judged by its
   * answer
   * @param askedAt `performance.now()` from before the renewal
   */
  #reconcile(
    asked: readonly LeaseHandle[],
    answer: Awaited<ReturnType<typeof renewLeases>>,
    askedAt: number,
  ): void {
    const answered = new Map(answer.map((lease) => [lease.partition, lease]))
    for (const leaseHandle of asked) {
      if (this.#leaseHandles.get(leaseHandle.lease.partition) !== leaseHandle) continue
      const lease = answered.get(leaseHandle.lease.partition)
      if (lease?.epoch !== leaseHandle.lease.epoch) this.#lose(leaseHandle, 'taken')
      else if (lease.isRenewed) leaseHandle.extend(askedAt, this.#leaseMs)
    }
    this.#dropExpired()
  }

  #gain(lease: Lease, askedAt: number): void {
    const leaseHandle = new LeaseHandle(lease, askedAt, this.#leaseMs)
    this.#leaseHandles.set(lease.partition, leaseHandle)
    this.#listener.gained(leaseHandle)
  }

  #dropExpired(): void {
    for (const leaseHandle of this.#leaseHandles.values()) {
      if (!leaseHandle.isValid)
        this.#lose(leaseHandle, leaseHandle.ended.aborted ? 'write_failed' : 'expired')
    }
  }

  #lose(leaseHandle: LeaseHandle, reason: LostReason): void {
    this.#fastRoundsUntil = performance.now() + FAST_ROUNDS_MS
    this.#leaseHandles.delete(leaseHandle.lease.partition)
    leaseHandle.end()
    this.#listener.lost(leaseHandle, reason)
  }
}
