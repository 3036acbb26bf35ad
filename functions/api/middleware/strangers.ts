const MINUTE_MS = 60_000
const SECOND_MS = 1_000
const MOST_ADDRESSES = 50_000
/** An address that has spent its minute's guesses still gets so many look-ups a second: a neighbour may have a good key. */
const STILL_A_SECOND = 20

interface Seen {
  minuteFrom: number
  wrong: number
  secondFrom: number
  lookUps: number
}

/**
 * Counts keys that opened nothing, by address and in this process: a flood of made-up keys must not become a flood of
 * queries.
 */
export class Strangers {
  readonly #limit: number
  readonly #seen = new Map<string, Seen>()

  /** @param limit wrong keys a minute of one address, after which fewer keys are looked up for it */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether a key that is not known here may be looked up for this address. */
  mayLookUp(address: string, nowMs: number): boolean {
    const seen = this.#seen.get(address)
    if (!seen || nowMs - seen.minuteFrom >= MINUTE_MS || seen.wrong < this.#limit) return true
    if (nowMs - seen.secondFrom >= SECOND_MS) Object.assign(seen, { secondFrom: nowMs, lookUps: 0 })
    seen.lookUps += 1
    return seen.lookUps <= STILL_A_SECOND
  }

  wasWrong(address: string, nowMs: number): void {
    const seen = this.#seen.get(address)
    if (seen && nowMs - seen.minuteFrom < MINUTE_MS) {
      seen.wrong += 1
      return
    }
    if (this.#seen.size >= MOST_ADDRESSES) this.#seen.clear()
    this.#seen.set(address, { minuteFrom: nowMs, wrong: 1, secondFrom: nowMs, lookUps: 0 })
  }
}
