/** A key that is revoked in KMS stops working within this time. */
const KEEP_MS = 5 * 60_000
/** The limit exceeds the sessions of one connector, and the webhooks that one Lambda serves within `KEEP_MS`. */
const MAX_KEYS = 2_000

/** Caches unwrapped keys, so that frequent uses of a key cost one call of KMS. */
export class UnwrappedKeys {
  readonly #now: () => number
  readonly #entries = new Map<string, { key: Promise<Buffer>; untilMs: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Caches an unwrapped key. */
  keep(wrapped: Buffer, context: string, key: Buffer): void {
    this.#set(nameOf(wrapped, context), Promise.resolve(key))
  }

  /** Returns the cached key, or the result of `unwrap`. Concurrent calls for the same key share one `unwrap`. */
  async get(wrapped: Buffer, context: string, unwrap: () => Promise<Buffer>): Promise<Buffer> {
    const name = nameOf(wrapped, context)
    const known = this.#entries.get(name)
    if (known && known.untilMs > this.#now()) return await known.key
    const key = unwrap()
    this.#set(name, key)
    try {
      return await key
    } catch (error) {
      this.#entries.delete(name)
      throw error
    }
  }

  #set(name: string, key: Promise<Buffer>): void {
    this.#entries.delete(name)
    this.#entries.set(name, { key, untilMs: this.#now() + KEEP_MS })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_KEYS && oldest !== undefined) this.#entries.delete(oldest)
  }
}

function nameOf(wrapped: Buffer, context: string): string {
  return `${wrapped.toString('base64')} ${context}`
}
