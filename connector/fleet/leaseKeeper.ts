import {
  endExpiredHolders,
  type Lease,
  readFleet,
  recordHeartbeat,
  releaseLease,
  removeConnector,
  renewLeases,
  takeLeases,
} from '#shared/domain/fleet/index.ts'
import type { ConnectorServices } from '../services.ts'
import { Tenure } from './tenure.ts'

/** A lease that could not be renewed ends between rounds too, and while one hangs. */
const EXPIRY_CHECK_MS = 500
/** Two of them may fail before a lease ends. */
const RENEWALS_A_LEASE = 3
/** While the fleet changes, partitions come free at any moment, and behind a round that failed, leases are near their end: for so long, rounds come more often. */
const UNREST_MS = 15_000
const LOOK_EVERY_MS = 500

/** Why a tenure ended: a late renewal, another owner, or a write that failed (see `Tenure.failed`). */
export type LostReason = 'expired' | 'taken' | 'write_failed'

/** Hears which partitions are this connector's. */
export interface LeaseHolder {
  gained(tenure: Tenure): void
  /** The tenure has ended; its sockets must close. */
  lost(tenure: Tenure, reason: LostReason): void
  /** Another connector has too few: gives up that one of its partitions which is missed least, in peace. */
  giveAway(): Promise<void>
  sessionCount(): number
}

type Services = Pick<ConnectorServices, 'leaseDb' | 'log' | 'connectorId'> & {
  config: Pick<ConnectorServices['config'], 'VESPER_LEASE_SECONDS' | 'VESPER_CAPACITY'>
}

/**
 * Leases partitions for one connector and renews them. What is not renewed in time is given up here before another may
 * take it.
 */
export class LeaseKeeper {
  readonly #services: Services
  readonly #holder: LeaseHolder
  readonly #tenures = new Map<number, Tenure>()
  readonly #timers: NodeJS.Timeout[] = []
  #taking = true
  #renewing: Promise<void> | undefined
  #looking: Promise<void> | undefined
  #givingAway: Promise<void> | undefined
  #share = 0
  #restlessUntil = 0
  #lastRoundAt = Number.NEGATIVE_INFINITY

  constructor(services: Services, holder: LeaseHolder) {
    this.#services = services
    this.#holder = holder
  }

  /** Whether it reached the database within the life of a lease. */
  get isCurrent(): boolean {
    return performance.now() - this.#lastRoundAt < this.#leaseMs
  }

  /** Leases what is free, and goes on doing so. */
  async start(): Promise<void> {
    await this.nextRound()
    this.#timers.push(
      setInterval(() => void this.nextRound(), this.#leaseMs / RENEWALS_A_LEASE),
      setInterval(() => {
        if (performance.now() < this.#restlessUntil) void this.nextRound()
      }, LOOK_EVERY_MS),
      setInterval(() => this.#dropExpired(), EXPIRY_CHECK_MS),
    )
  }

  /** Takes no more, and renews what is held until it is released. Resolves when nothing more can be gained. */
  async stopTaking(): Promise<void> {
    this.#taking = false
    await this.#looking
    await this.#givingAway
  }

  /** Gives a partition back, so that another connector need not wait for the lease to end. */
  async release(tenure: Tenure): Promise<void> {
    this.#tenures.delete(tenure.lease.partition)
    tenure.end()
    await releaseLease({ ctx: { db: this.#services.leaseDb }, input: tenure.lease })
  }

  /** Leaves the fleet; to be called when everything is released. */
  async leave(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([this.#renewing, this.#looking])
    await removeConnector({
      ctx: { db: this.#services.leaseDb },
      input: { connectorId: this.#services.connectorId },
    })
  }

  /**
   * Renews, then looks for free partitions. A renewal waits for nothing but the renewal before: on a busy machine a look takes many turns of
   * the event loop, and a renewal behind the look would come after the end of its leases.
   */
  async nextRound(): Promise<void> {
    await this.#renew()
    await this.#look()
  }

  async #renew(): Promise<void> {
    this.#renewing ??= this.#logged(() => this.#runRenewal()).finally(() => {
      this.#renewing = undefined
    })
    await this.#renewing
  }

  /** One at a time: a look that hangs on the database must not be joined by a second. */
  async #look(): Promise<void> {
    this.#looking ??= this.#logged(() => this.#runLook()).finally(() => {
      this.#looking = undefined
    })
    await this.#looking
  }

  async #logged(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (err) {
      this.#services.log.error({ err }, 'lease.round_failed')
      this.#restlessUntil = performance.now() + UNREST_MS
    }
  }

  async #runRenewal(): Promise<void> {
    const asked = [...this.#tenures.values()]
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

  async #runLook(): Promise<void> {
    const { leaseDb: db, connectorId, config } = this.#services
    await recordHeartbeat({
      ctx: { db },
      input: {
        id: connectorId,
        sessions: this.#holder.sessionCount(),
        partitions: this.#tenures.size,
        capacity: config.VESPER_CAPACITY,
        memoryBytes: process.memoryUsage.rss(),
      },
    })
    this.#lastRoundAt = performance.now()
    if (!this.#taking) return
    const { share, isFailing } = await readFleet({ ctx: { db }, input: { leaseMs: this.#leaseMs } })
    if (share !== this.#share || isFailing) this.#restlessUntil = performance.now() + UNREST_MS
    this.#share = share
    const wanted = share - this.#tenures.size
    const missing = wanted - (await this.#take(wanted))
    if (missing > 0 && isFailing) await this.#endExpiredHolders()
    if (wanted < 0) this.#giveAway()
  }

  /** Takes free partitions, so many at the most. Answers how many there were. */
  async #take(wanted: number): Promise<number> {
    const { leaseDb, connectorId } = this.#services
    const takenAt = performance.now()
    const taken = await takeLeases({
      ctx: { db: leaseDb },
      input: { owner: connectorId, held: this.#leases(), wanted, leaseMs: this.#leaseMs },
    })
    for (const lease of taken) this.#gain(lease, takenAt)
    return taken.length
  }

  /** What has expired and could not be taken is locked; the next round takes it. */
  async #endExpiredHolders(): Promise<void> {
    const ended = await endExpiredHolders({ ctx: { db: this.#services.leaseDb } })
    if (ended > 0) this.#services.log.warn({ sessions: ended }, 'lease.holders_ended')
  }

  /** One at a time, so that a newcomer is not flooded, and no more sessions are between connectors than need be. */
  #giveAway(): void {
    this.#givingAway ??= this.#holder
      .giveAway()
      .catch((err: unknown) => this.#services.log.error({ err }, 'partition.give_away_failed'))
      .finally(() => {
        this.#givingAway = undefined
      })
  }

  get #leaseMs(): number {
    return this.#services.config.VESPER_LEASE_SECONDS * 1000
  }

  #leases(): Lease[] {
    return [...this.#tenures.values()].map(({ lease }) => lease)
  }

  /** @param asked the tenures that the renewal named: a partition that was gained or released meanwhile is not judged by its answer */
  #reconcile(
    asked: readonly Tenure[],
    answer: Awaited<ReturnType<typeof renewLeases>>,
    askedAt: number,
  ): void {
    const answered = new Map(answer.map((lease) => [lease.partition, lease]))
    for (const tenure of asked) {
      if (this.#tenures.get(tenure.lease.partition) !== tenure) continue
      const lease = answered.get(tenure.lease.partition)
      if (lease?.epoch !== tenure.lease.epoch) this.#lose(tenure, 'taken')
      else if (lease.isRenewed) tenure.extend(askedAt, this.#leaseMs)
    }
    this.#dropExpired()
  }

  #gain(lease: Lease, askedAt: number): void {
    const tenure = new Tenure(lease, askedAt, this.#leaseMs)
    this.#tenures.set(lease.partition, tenure)
    this.#holder.gained(tenure)
  }

  #dropExpired(): void {
    for (const tenure of this.#tenures.values()) {
      if (!tenure.isValid) this.#lose(tenure, tenure.ended.aborted ? 'write_failed' : 'expired')
    }
  }

  #lose(tenure: Tenure, reason: LostReason): void {
    this.#restlessUntil = performance.now() + UNREST_MS
    this.#tenures.delete(tenure.lease.partition)
    tenure.end()
    this.#holder.lost(tenure, reason)
  }
}
