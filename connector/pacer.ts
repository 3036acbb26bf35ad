import { Condition, pause } from './wait.ts'

/** Connections that may open at once before the pace begins to count. */
const BURST_SECONDS = 1
const JITTER = 0.5
/** The longest that a timer can be set for. */
const FOR_EVER_MS = 2 ** 31 - 1

/**
 * Paces what many sessions would do at once, when a host starts or takes partitions over: a token bucket, in the order of
 * asking. WhatsApp sees a fleet that comes back, and not an attack; the database sees a line, and not a crowd. No more are opening at
 * a time than are let through in a second: a host that is slower than its pace takes the next when one of them is done, instead of
 * opening all at once and none in time.
 */
export class Pacer {
  readonly #perSecond: number
  #tokens: number
  #countedAt = performance.now()
  #line: Promise<unknown> = Promise.resolve()
  #opening = 0
  readonly #change = new Condition()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
    this.#tokens = this.#burst
  }

  /** Resolves when it is one's turn, or the signal aborts: whoever asks looks which. Answers what to call when the turn is over. */
  async turn(signal: AbortSignal): Promise<() => void> {
    const mine = this.#line.then(() => this.#take(signal))
    this.#line = mine
    return await mine
  }

  get #burst(): number {
    return Math.max(1, this.#perSecond * BURST_SECONDS)
  }

  async #take(signal: AbortSignal): Promise<() => void> {
    await this.#change.until(() => this.#opening < this.#burst, FOR_EVER_MS, signal)
    if (signal.aborted) return () => undefined
    this.#count()
    if (this.#tokens < 1) {
      const waitMs = ((1 - this.#tokens) / this.#perSecond) * 1_000
      await pause(waitMs * (1 + Math.random() * JITTER), signal)
      this.#count()
    }
    this.#tokens -= 1
    return this.#begin()
  }

  #begin(): () => void {
    let isOpening = true
    this.#opening += 1
    return () => {
      if (!isOpening) return
      isOpening = false
      this.#opening -= 1
      this.#change.notify()
    }
  }

  #count(): void {
    const now = performance.now()
    const earned = ((now - this.#countedAt) / 1_000) * this.#perSecond
    this.#tokens = Math.min(this.#burst, this.#tokens + earned)
    this.#countedAt = now
  }
}
