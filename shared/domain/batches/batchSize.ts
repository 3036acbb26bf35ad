/** A batch aims at a duration between these: short enough that nobody waits, long enough to be worth its round trips. In ms. */
const TOO_SHORT_MS = 40
const TOO_LONG_MS = 150
const LEAST_ROWS = 10
const MOST_ROWS = 4_000

/** How many rows a batch of one kind of work changes. The number follows the measured time, so that a slow database gets smaller batches. */
export class BatchSize {
  #rows: number

  constructor(rows: number) {
    this.#rows = rows
  }

  get rows(): number {
    return this.#rows
  }

  /** Takes the duration of a batch into account, in ms. */
  record(ms: number): void {
    if (ms > TOO_LONG_MS) this.#shrink()
    else if (ms < TOO_SHORT_MS) this.#rows = Math.min(MOST_ROWS, this.#rows * 2)
  }

  /** Takes a batch into account that the database gave up. Answers whether a smaller batch is worth a try. */
  recordTimeout(): boolean {
    if (this.#rows <= LEAST_ROWS) return false
    this.#shrink()
    return true
  }

  #shrink(): void {
    this.#rows = Math.max(Math.min(LEAST_ROWS, this.#rows), Math.floor(this.#rows / 2))
  }
}
