/** A batch aims at a duration between these: long enough to be worth its round trips, and far below any limit of the database. In ms. */
const TOO_SHORT_MS = 150
const TOO_LONG_MS = 400
/** On a busy machine a round trip alone takes long: a smaller batch than this would not be faster. */
const FEW_ROWS = 200
const LEAST_ROWS = 10
const MOST_ROWS = 5_000

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
    if (ms < TOO_SHORT_MS) this.#rows = Math.min(MOST_ROWS, this.#rows * 2)
    else if (ms > TOO_LONG_MS) this.#shrinkTo(FEW_ROWS)
  }

  /** Takes a batch into account that the database gave up. Answers whether a smaller batch is worth a try. */
  recordTimeout(): boolean {
    if (this.#rows <= LEAST_ROWS) return false
    this.#shrinkTo(LEAST_ROWS)
    return true
  }

  #shrinkTo(least: number): void {
    this.#rows = Math.max(Math.min(least, this.#rows), Math.floor(this.#rows / 2))
  }
}
