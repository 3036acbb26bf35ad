const MINUTE_MS = 60_000
const SECOND_MS = 1_000
const MAX_ADDRESSES = 50_000
/** Look-ups per second of an address above its limit, because another caller at the address may have a valid key. */
const LOOK_UPS_PER_SECOND = 20

interface Attempts {
  minuteStartMs: number
  failures: number
  secondStartMs: number
  lookUps: number
}

/** Counts invalid keys by address, within this process. A flood of invalid keys thus causes few queries. */
export class FailedAuthLimiter {
  readonly #limit: number
  readonly #attempts = new Map<string, Attempts>()

  /** @param limit invalid keys of one address per minute, after which fewer keys are looked up for it */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Returns true if a key that is not cached may be looked up for this address. */
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
