import { Condition, pause } from './wait.ts'

/** Connections that may open at once before the pace begins to count. */
const BURST_SECONDS = 1
const JITTER = 0.5
/** The longest that a timer can be set for. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Paces what many sessions would do at once, when a host starts or takes partitions over: a token bucket, in the order of
 * asking. WhatsApp sees a fleet that comes back, and not an attack; the database sees a line, and not a crowd. No more are opening at
 * a time than are let through in a second: a host that is slower than its pace takes the next when one of them is done, instead of
 * opening all at once and none in time.
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

  /** Resolves when it is one's turn, or the signal aborts: whoever asks looks which. Answers what to call when the turn is over. */
  async acquire(signal: AbortSignal): Promise<() => void> {
    const own = this.#queue.then(() => this.#takeToken(signal))
    this.#queue = own
    return await own
  }

  get #burst(): number {
    return Math.max(1, this.#perSecond * BURST_SECONDS)
  }

  async #takeToken(signal: AbortSignal): Promise<() => void> {
    await this.#change.until(() => this.#opening < this.#burst, MAX_TIMER_MS, signal)
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
