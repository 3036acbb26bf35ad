import {
  beat,
  LEASE_MS,
  type Lease,
  leave,
  RENEW_EVERY_MS,
  releaseLease,
  renewLeases,
  takeLeases,
} from '#shared/domain/fleet/index.ts'
import type { ConnectorServices } from '../services.ts'
import { Tenure } from './tenure.ts'

/** A lease that could not be renewed ends between rounds too, and while one hangs. */
const EXPIRY_CHECK_MS = 500

/** Hears which partitions are this connector's. */
export interface LeaseHolder {
  gained(tenure: Tenure): void
  /** The tenure has ended; its sockets must close. */
  lost(tenure: Tenure): void
  sessionCount(): number
}

/**
 * Leases partitions for one connector and renews them. What is not renewed in time is given up here before another may
 * take it.
 */
export class LeaseKeeper {
  readonly #services: ConnectorServices
  readonly #holder: LeaseHolder
  readonly #tenures = new Map<number, Tenure>()
  readonly #timers: NodeJS.Timeout[] = []
  #round: Promise<void> | undefined

  constructor(services: ConnectorServices, holder: LeaseHolder) {
    this.#services = services
    this.#holder = holder
  }

  /** Leases what is free, and goes on doing so. */
  async start(): Promise<void> {
    await this.#nextRound()
    this.#timers.push(
      setInterval(() => void this.#nextRound(), RENEW_EVERY_MS),
      setInterval(() => this.#dropExpired(), EXPIRY_CHECK_MS),
    )
  }

  /** Takes no more and renews no more; what is held stays held until `release`. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#round
  }

  /** Gives everything back, so that others need not wait for the leases to end. */
  async release(): Promise<void> {
    const { db, connectorId } = this.#services
    const held = [...this.#tenures.values()]
    this.#tenures.clear()
    await Promise.all(held.map(({ lease }) => releaseLease(db, lease)))
    await leave(db, connectorId)
  }

  /** One at a time: a round that hangs on the database must not be joined by a second. */
  async #nextRound(): Promise<void> {
    this.#round ??= this.#runRound().finally(() => {
      this.#round = undefined
    })
    await this.#round
  }

  async #runRound(): Promise<void> {
    const { db, log, connectorId } = this.#services
    try {
      await beat(db, { id: connectorId, sessions: this.#holder.sessionCount() })
      const askedAt = performance.now()
      this.#reconcile(await renewLeases(db, connectorId), askedAt)
      for (const lease of await takeLeases(db, connectorId, this.#tenures.size)) this.#gain(lease, askedAt)
    } catch (err) {
      log.error({ err }, 'lease.round_failed')
    }
  }

  #reconcile(renewed: readonly Lease[], askedAt: number): void {
    const byPartition = new Map(renewed.map((lease) => [lease.partition, lease]))
    for (const tenure of this.#tenures.values()) {
      const lease = byPartition.get(tenure.lease.partition)
      if (lease?.epoch === tenure.lease.epoch) tenure.extend(askedAt, LEASE_MS)
      else this.#lose(tenure)
    }
    // Ours by the database, unknown here: an earlier life of this connector's id held it.
    for (const lease of renewed) if (!this.#tenures.has(lease.partition)) this.#gain(lease, askedAt)
  }

  #gain(lease: Lease, askedAt: number): void {
    const tenure = new Tenure(lease, askedAt, LEASE_MS)
    this.#tenures.set(lease.partition, tenure)
    this.#holder.gained(tenure)
  }

  #dropExpired(): void {
    for (const tenure of this.#tenures.values()) if (!tenure.isValid) this.#lose(tenure)
  }

  #lose(tenure: Tenure): void {
    this.#tenures.delete(tenure.lease.partition)
    tenure.end()
    this.#holder.lost(tenure)
  }
}
