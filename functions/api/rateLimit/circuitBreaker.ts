/** Time for which the circuit stays open after a failure. Then one request tries the dependency again. */
const OPEN_MS = 5_000

/**
 * Prevents that each request waits for the time-out of a dependency that is down. After a failure, calls are skipped for a while.
 */
export class CircuitBreaker {
  readonly #now: () => Date
  readonly #onFailure: (error: unknown, skipped: number) => void
  readonly #onRecovery: (skipped: number) => void
  #openUntil = 0
  #skipped = 0

  /** Both callbacks receive the number of skipped calls since the previous callback. */
  constructor(options: {
    now: () => Date
    onFailure: (error: unknown, skipped: number) => void
    onRecovery: (skipped: number) => void
  }) {
    this.#now = options.now
    this.#onFailure = options.onFailure
    this.#onRecovery = options.onRecovery
  }

  /** Runs a call. Returns undefined if the call failed or the circuit is open. */
  async run<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.#isOpen()) {
      this.#skipped += 1
      return undefined
    }
    const isTrial = this.#openUntil > 0
    // One call is enough for a trial. The others are skipped until its result.
    if (isTrial) this.#open()
    try {
      const answer = await ask()
      if (isTrial) this.#recover()
      return answer
    } catch (error) {
      this.#fail(error, isTrial)
      return undefined
    }
  }

  /** Reports the first failure of concurrent calls only. */
  #fail(error: unknown, isTrial: boolean): void {
    this.#skipped += 1
    const isFirst = isTrial || !this.#isOpen()
    this.#open()
    if (!isFirst) return
    this.#onFailure(error, this.#skipped)
    this.#skipped = 0
  }

  #recover(): void {
    this.#openUntil = 0
    this.#onRecovery(this.#skipped)
    this.#skipped = 0
  }

  #open(): void {
    this.#openUntil = this.#now().getTime() + OPEN_MS
  }

  #isOpen(): boolean {
    return this.#now().getTime() < this.#openUntil
  }
}
