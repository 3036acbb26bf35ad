const MINUTE_MS = 60_000
const SECOND_MS = 1_000
const MAX_ADDRESSES = 50_000
/** An address that has spent its minute's guesses still gets so many look-ups a second: a neighbour may have a good key. */
const LOOK_UPS_PER_SECOND = 20

interface Attempts {
  minuteStartMs: number
  failures: number
  secondStartMs: number
  lookUps: number
}

/**
 * Counts keys that opened nothing, by address and in this process: a flood of made-up keys must not become a flood of
 * queries.
 */
export class FailedAuthLimiter {
  readonly #limit: number
  readonly #attempts = new Map<string, Attempts>()

  /** @param limit wrong keys a minute of one address, after which fewer keys are looked up for it */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether a key that is not known here may be looked up for this address. */
  mayLookUp(address: string, nowMs: number): boolean {
    const attempts = this.#attempts.get(address)
    if (!attempts || nowMs - attempts.minuteStartMs >= MINUTE_MS || attempts.failures < this.#limit)
      return true
    if (nowMs - attempts.secondStartMs >= SECOND_MS)
      Object.assign(attempts, { secondStartMs: nowMs, lookUps: 0 })
    attempts.lookUps += 1
    return attempts.lookUps <= LOOK_UPS_PER_SECOND
  }

  recordFailure(address: string, nowMs: number): void {
    const attempts = this.#attempts.get(address)
    if (attempts && nowMs - attempts.minuteStartMs < MINUTE_MS) {
      attempts.failures += 1
      return
    }
    if (this.#attempts.size >= MAX_ADDRESSES) this.#attempts.clear()
    this.#attempts.set(address, { minuteStartMs: nowMs, failures: 1, secondStartMs: nowMs, lookUps: 0 })
  }
}
