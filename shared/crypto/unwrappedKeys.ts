/** A key that was revoked in KMS stops to work within this time. */
const KEEP_MS = 5 * 60_000
/** More than the sessions of one connector, or the webhooks that one Lambda serves in that time. */
const MAX_KEYS = 2_000

/** Keeps keys that KMS has unwrapped for a while, so that one that is used often costs one call. */
export class UnwrappedKeys {
  readonly #now: () => number
  readonly #entries = new Map<string, { key: Promise<Buffer>; untilMs: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Remembers a key. */
  keep(wrapped: Buffer, context: string, key: Buffer): void {
    this.#set(nameOf(wrapped, context), Promise.resolve(key))
  }

  /** The key as it is remembered, or as `unwrap` answers; whoever asks meanwhile waits for the same answer. */
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
