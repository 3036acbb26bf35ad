import { isOutcomeUnknown } from '#shared/database/index.ts'
import { type Lease, LeaseLost } from '#shared/domain/fleet/index.ts'

/** Margin between the end of a lease by the local clock and by the database's clock. */
const MARGIN_MS = 1_000

/**
 * A lease as its holder sees it. By the holder's monotonic clock, the lease ends before it ends in the database. A connector that
 * was paused, or could not renew, thus knows without a query that it must not send.
 */
export class LeaseHandle {
  readonly lease: Lease
  #validUntil: number
  readonly #end = new AbortController()

  /**
   * @param askedAt `performance.now()` from before the lease was requested
   * @param leaseMs life of the lease, in ms
   */
  constructor(lease: Lease, askedAt: number, leaseMs: number) {
    this.lease = lease
    this.#validUntil = askedAt + leaseMs - MARGIN_MS
  }

  /** True if this connector may still act for the partition. */
  get isValid(): boolean {
    return !this.#end.signal.aborted && performance.now() < this.#validUntil
  }

  /** Aborts when the lease ends. */
  get ended(): AbortSignal {
    return this.#end.signal
  }

  /** Extends the lease after a renewal. A lease that has expired stays ended, because other code has already acted on its end. */
  extend(askedAt: number, leaseMs: number): void {
    if (this.isValid) this.#validUntil = askedAt + leaseMs - MARGIN_MS
  }

  end(): void {
    this.#end.abort()
  }

  /**
   * Ends the lease if a write lost it, or if the write got no answer. A write without an answer may commit late, over newer
   * Signal state or a newer status. A pooler or a network can delay the write for longer than any time-out of the server. Only
   * the epoch fences such a write, so the partition is leased again under the next epoch. That take-over waits for writes that
   * have begun, and a later write names an old epoch.
   */
  reportWriteFailure(error: unknown): void {
    if (error instanceof LeaseLost || isOutcomeUnknown(error)) this.end()
  }
}
