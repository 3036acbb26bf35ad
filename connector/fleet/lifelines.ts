import type { Database } from '#shared/database/index.ts'
import { listLifelines, releaseEnded } from '#shared/domain/fleet/index.ts'
import type { Logger } from '#shared/logger.ts'

/** Interval at which a connector looks for the lifelines of the others. Each look also keeps this connector's lifeline open. */
const LOOK_EVERY_MS = 1_000
/** Looks that miss a lifeline before its connector may be dead. A living connector opens a broken lifeline again at its next look. */
const MISSES = 2

interface Options {
  /** The lifeline of this connector: a direct connection to the database. Null if only a pooler's address is known. */
  lifeline: Pick<Database, 'execute'> | null
  leaseDb: Pick<Database, 'transaction'>
  connectorId: string
  leaseMs: number
  renewEveryMs: number
  log: Logger
  /** Called after the release of a dead connector's partitions. */
  onReleased(): void
}

/**
 * Watches the lifelines of the other connectors. A connector is dead if its lifeline was seen and has ended, and if a renewal is overdue.
 * The partitions of a dead connector need not wait for the end of their leases.
 */
export class Lifelines {
  readonly #options: Options
  #seen = new Set<string>()
  /** The looks that missed a lifeline, and the end of the connector's last lease on the monotonic clock, by connector. */
  readonly #missing = new Map<string, { looks: number; untilMs: number }>()
  #isFailing = false
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Opens the lifeline and looks, again and again. A start without the direct connection waits for nothing. */
  start(): void {
    if (!this.#options.lifeline) return
    void this.look()
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Looks once. Concurrent calls share a look. */
  async look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((err: unknown) => this.#forget(err))
      .finally(() => {
        this.#looking = undefined
      })
    await this.#looking
  }

  async #look(): Promise<void> {
    const { lifeline, connectorId, leaseMs } = this.#options
    if (!lifeline) return
    const alive = new Set(await listLifelines({ ctx: { db: lifeline } }))
    this.#isFailing = false
    const now = performance.now()
    for (const owner of this.#seen)
      if (!alive.has(owner)) this.#missing.set(owner, { looks: 0, untilMs: now + leaseMs })
    alive.delete(connectorId)
    this.#seen = alive
    for (const [owner, missing] of this.#missing) {
      // After that time, a dead connector has no lease, and a connector that left has none anyway.
      if (alive.has(owner) || now > missing.untilMs) this.#missing.delete(owner)
      else if (++missing.looks >= MISSES) await this.#release(owner)
    }
  }

  /** Releases the partitions of a dead connector. Until a renewal is overdue, the release does nothing, and later looks repeat the release. */
  async #release(owner: string): Promise<void> {
    const { leaseDb, leaseMs, renewEveryMs, log, onReleased } = this.#options
    const input = { connectorId: owner, leaseMs, renewEveryMs }
    const partitions = await releaseEnded({ ctx: { db: leaseDb }, input })
    if (partitions === 0) return
    this.#missing.delete(owner)
    log.warn({ owner, partitions }, 'lease.holder_died')
    onReleased()
  }

  /** Forgets all lifelines: a fault of the database ends them all, and says nothing of their connectors. */
  #forget(err: unknown): void {
    if (!this.#isFailing) this.#options.log.warn({ err }, 'lease.lifelines_unknown')
    this.#isFailing = true
    this.#seen.clear()
    this.#missing.clear()
  }
}
