/** How long a dependency that failed is left alone before it is tried again, by one request. */
const OPEN_MS = 5_000

/**
 * Keeps a dependency that is down from costing each request its time-out: behind a failure nobody asks it for a while, then one
 * does.
 */
export class CircuitBreaker {
  readonly #now: () => Date
  readonly #onFailure: (error: unknown, skipped: number) => void
  readonly #onRecovery: (skipped: number) => void
  #openUntil = 0
  #skipped = 0

  /** Both callbacks hear how many calls went without since they were last called. */
  constructor(options: {
    now: () => Date
    onFailure: (error: unknown, skipped: number) => void
    onRecovery: (skipped: number) => void
  }) {
    this.#now = options.now
    this.#onFailure = options.onFailure
    this.#onRecovery = options.onRecovery
  }

  /** Undefined if the dependency failed, or rests. */
  async run<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.#isOpen()) {
      this.#skipped += 1
      return undefined
    }
    const isTrial = this.#openUntil > 0
    // One is enough to find out: the others go on without until it knows.
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

  /** Of many that were under way when it went down, the first speaks for all. */
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
