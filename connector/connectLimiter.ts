import { Condition, pause } from './wait.ts'

/** Seconds of the rate that a burst may use. With the default rate, the restart of 50 sessions waits for no token. */
const BURST_SECONDS = 2
const JITTER = 0.5
/** The longest delay that a timer accepts. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Limits how fast sessions connect when a host starts or takes partitions over. The limiter is a token bucket that serves callers
 * in order. The limit spares WhatsApp and the database a burst of logins. The number of connections that are opening is limited to the
 * rate of one second. A host that is slower than the rate thus opens the next connection only when another one is open.
 */
export class ConnectLimiter {
  readonly #perSecond: number
  #tokens: number
  #refilledAt = performance.now()
  #queue: Promise<unknown> = Promise.resolve()
  #opening = 0
  readonly #change = new Condition()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#tokens = this.#burst
  }

  /**
   * Waits for a token and a free slot. Resolves early if the signal aborts: the caller checks the signal.
   * @returns a function that frees the slot
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    const own = this.#queue.then(() => this.#takeToken(signal))
    this.#queue = own
    return await own
  }

  get #burst(): number {
    return Math.max(1, this.#perSecond * BURST_SECONDS)
  }

  get #atOnce(): number {
    return Math.max(1, this.#perSecond)
  }

  async #takeToken(signal: AbortSignal): Promise<() => void> {
    await this.#change.until(() => this.#opening < this.#atOnce, MAX_TIMER_MS, signal)
    if (signal.aborted) return () => undefined
    this.#refill()
    if (this.#tokens < 1) {
      const waitMs = ((1 - this.#tokens) / this.#perSecond) * 1_000
      await pause(waitMs * (1 + Math.random() * JITTER), signal)
      this.#refill()
    }
    this.#tokens -= 1
    return this.#open()
  }

  #open(): () => void {
    let isOpening = true
    this.#opening += 1
    return () => {
      if (!isOpening) return
      isOpening = false
      this.#opening -= 1
      this.#change.notify()
    }
  }

  #refill(): void {
    const now = performance.now()
    const earned = ((now - this.#refilledAt) / 1_000) * this.#perSecond
    this.#tokens = Math.min(this.#burst, this.#tokens + earned)
    this.#refilledAt = now
  }
}
