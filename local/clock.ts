/** A longer delay would make Node's timer fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The time source of delays, windows and time-outs. A test replaces it by a clock that jumps. */
export interface Clock {
  /** Unix time in ms. */
  now(): number
  /**
   * Runs a function once, at most `delayMs` from now.
   * @returns a function that cancels the timer
   */
  setTimeout(run: () => void, delayMs: number): () => void
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  setTimeout(run, delayMs) {
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
