/**
 * Bounds of a batch's duration, in ms. A shorter batch is not worth its round trips. The upper bound is far below the
 * time-outs of the database.
 */
const TOO_SHORT_MS = 150
const TOO_LONG_MS = 400
/** A slow batch shrinks to this size at least: on a busy machine, the round trip alone takes long. */
const FEW_ROWS = 200
const LEAST_ROWS = 10
const MOST_ROWS = 5_000

/** Adapts the number of rows in a batch to the measured duration, so that a slow database gets smaller batches. */
export class BatchSize {
  #rows: number

  constructor(rows: number) {
    this.#rows = rows
  }

  get rows(): number {
    return this.#rows
  }

  /** Adapts the size to the duration of a batch, in ms. */
  record(ms: number): void {
    if (ms < TOO_SHORT_MS) this.#rows = Math.min(MOST_ROWS, this.#rows * 2)
    else if (ms > TOO_LONG_MS) this.#shrinkTo(FEW_ROWS)
  }

  /** Shrinks the size after a batch that the database cancelled. Returns false if the size is already minimal. */
  recordTimeout(): boolean {
    if (this.#rows <= LEAST_ROWS) return false
    this.#shrinkTo(LEAST_ROWS)
    return true
  }

  #shrinkTo(least: number): void {
    this.#rows = Math.max(Math.min(least, this.#rows), Math.floor(this.#rows / 2))
  }
}
