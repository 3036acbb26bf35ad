/** SQS' deduplication interval. */
const INTERVAL_MS = 5 * 60_000

interface Known<T> {
  value: T
  until: number
}

/**
 * The messages of the last five minutes, by key. Whole generations are dropped, so no search for expired keys
 * is needed.
 */
export class Deduplication<T> {
  readonly #now: () => number
  #young = new Map<string, Known<T>>()
  #old = new Map<string, Known<T>>()
  #youngSince = 0

  /** @param now in ms */
  constructor(now: () => number) {
    this.#now = now
  }

  find(key: string): T | undefined {
    const known = this.#young.get(key) ?? this.#old.get(key)
    return known && known.until > this.#now() ? known.value : undefined
  }

  add(key: string, value: T): void {
    const now = this.#now()
    if (now - this.#youngSince >= INTERVAL_MS) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngSince = now
    }
    this.#young.set(key, { value, until: now + INTERVAL_MS })
  }
}
