/** Beyond it Node's timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The time that delays, windows and time-outs go by; a test hands in one that jumps. */
export interface Clock {
  /** Unix time in ms. */
  now(): number
  /** Runs it once, `delayMs` from now or sooner. Answers what calls it off. */
  setTimeout(run: () => void, delayMs: number): () => void
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: Date.now,
  setTimeout(run, delayMs) {
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
