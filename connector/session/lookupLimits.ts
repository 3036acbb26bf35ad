/** Look-ups of a session in a minute. WhatsApp restricts accounts that look up many people. */
const PER_MINUTE = 120
/** Look-ups of a minute that stay free for sends and checks, which their callers wait for. */
const RESERVED = 60
const MINUTE_MS = 60_000
/** Different wrong keys of one username in an hour. Further keys are refused without a look-up, because a guess looks like an attack. */
const WRONG_KEYS = 5
const HOUR_MS = 60 * MINUTE_MS
/** Usernames whose wrong keys are remembered. */
const REMEMBERED = 1_000

/** Limits the look-ups of usernames of one session. */
export class LookupLimits {
  readonly #now: () => Date
  #taken: number[] = []
  /** Wrong keys by username, with the time of the first wrong key in Unix ms. */
  readonly #wrong = new Map<string, { since: number; keys: Set<string> }>()

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Takes one look-up. Returns false if the minute has none left. */
  take(): boolean {
    return this.#takeBelow(PER_MINUTE)
  }

  /** Takes one look-up that nobody waits for. Returns false if the minute has none to spare. */
  takeSpare(): boolean {
    return this.#takeBelow(PER_MINUTE - RESERVED)
  }

  /** Tells whether a key may be tried. */
  allowsKey(username: string, key: string | undefined): boolean {
    const wrong = this.#wrongOf(username)
    if (key === undefined || !wrong) return true
    return wrong.keys.size < WRONG_KEYS && !wrong.keys.has(key)
  }

  /** Records that WhatsApp refused a key. */
  refused(username: string, key: string | undefined): void {
    if (key === undefined) return
    const wrong = this.#wrongOf(username) ?? { since: this.#now().getTime(), keys: new Set() }
    wrong.keys.add(key)
    if (this.#wrong.size >= REMEMBERED) this.#wrong.clear()
    this.#wrong.set(username, wrong)
  }

  #wrongOf(username: string) {
    const wrong = this.#wrong.get(username)
    return wrong && this.#now().getTime() - wrong.since < HOUR_MS ? wrong : undefined
  }

  #takeBelow(limit: number): boolean {
    const now = this.#now().getTime()
    this.#taken = this.#taken.filter((at) => now - at < MINUTE_MS)
    if (this.#taken.length >= limit) return false
    this.#taken.push(now)
    return true
  }
}
