import { isOutcomeUnknown } from '#shared/database/index.ts'
import { type Lease, LeaseLost } from '#shared/domain/fleet/index.ts'

/** Safety between the end of a lease by our clock and by the database's. */
const MARGIN_MS = 1_000

/**
 * A lease as its holder sees it. By the holder's own monotonic clock it ends before it ends in the database, so that a
 * connector that could not renew, or that was paused and wakes up, knows without asking that it must not send.
 */
export class LeaseHandle {
  readonly lease: Lease
  #validUntil: number
  readonly #end = new AbortController()

  /** @param askedAt `performance.now()` from before the lease was asked for */
  constructor(lease: Lease, askedAt: number, leaseMs: number) {
    this.lease = lease
    this.#validUntil = askedAt + leaseMs - MARGIN_MS
  }

  /** Whether this connector may still act for the partition. */
  get isValid(): boolean {
    return !this.#end.signal.aborted && performance.now() < this.#validUntil
  }

  /** Aborts when the lease ends, for whoever waits for something else. */
  get ended(): AbortSignal {
    return this.#end.signal
  }

  /** Goes on by a renewal. One that has run out stays ended: others have seen that it had, and acted on it. */
  extend(askedAt: number, leaseMs: number): void {
    if (this.isValid) this.#validUntil = askedAt + leaseMs - MARGIN_MS
  }

  end(): void {
    this.#end.abort()
  }

  /**
   * Hears of a write that failed. Ends the lease if its lease is lost, and if the write got no answer: it may commit late, over newer Signal
   * state or a newer status of the same connector, because a pooler or a network can hold it back for longer than any time-out of the
   * server. The only fence that no late write passes is the epoch, so that the partition is taken anew, under the next one: the take-over
   * waits for writes that have begun, and a write that arrives later names an epoch that is over.
   */
  reportWriteFailure(error: unknown): void {
    if (error instanceof LeaseLost || isOutcomeUnknown(error)) this.end()
  }
}
