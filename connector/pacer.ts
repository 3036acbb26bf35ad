import { pause } from './wait.ts'

/** Connections that may open at once before the pace begins to count. */
const BURST_SECONDS = 1
const JITTER = 0.5

/**
 * Paces what many sessions would do at once, when a host starts or takes partitions over: a token bucket, in the order of
 * asking. WhatsApp sees a fleet that comes back, and not an attack; the database sees a line, and not a crowd.
 */
export class Pacer {
  readonly #perSecond: number
  #tokens: number
  #countedAt = performance.now()
  #line: Promise<void> = Promise.resolve()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#tokens = Math.max(1, perSecond * BURST_SECONDS)
  }

  /** Resolves when it is one's turn, or the signal aborts: whoever asks looks which. */
  async turn(signal: AbortSignal): Promise<void> {
    const mine = this.#line.then(() => this.#take(signal))
    this.#line = mine
    await mine
  }

  async #take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    this.#count()
    if (this.#tokens < 1) {
      const waitMs = ((1 - this.#tokens) / this.#perSecond) * 1_000
      await pause(waitMs * (1 + Math.random() * JITTER), signal)
      this.#count()
    }
    this.#tokens -= 1
  }

  #count(): void {
    const now = performance.now()
    const earned = ((now - this.#countedAt) / 1_000) * this.#perSecond
    this.#tokens = Math.min(Math.max(1, this.#perSecond * BURST_SECONDS), this.#tokens + earned)
    this.#countedAt = now
  }
}
