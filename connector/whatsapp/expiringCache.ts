import type { CacheStore } from '@whiskeysockets/baileys'

interface Entry {
  value: unknown
  expiresAt: number
}

/**
 * A cache whose entries live for one time. An empty cache costs one Map. The caches that Baileys makes for each socket allocate their
 * whole capacity, or have a timer of their own.
 */
export class ExpiringCache implements CacheStore {
  readonly #lifeMs: number
  readonly #maxEntries: number
  readonly #onRemoved: (key: string) => void
  /** The oldest entry is first, because each entry has the same life. */
  readonly #entries = new Map<string, Entry>()

  /** @param onRemoved receives the key of each entry that is deleted, expired or displaced by a newer entry */
  constructor(lifeMs: number, maxEntries: number, onRemoved: (key: string) => void = () => undefined) {
    this.#lifeMs = lifeMs
    this.#maxEntries = maxEntries
    this.#onRemoved = onRemoved
  }

  get size(): number {
    return this.#entries.size
  }

  get<T>(key: string): T | undefined {
    const entry = this.#entries.get(key)
    return entry && entry.expiresAt > Date.now() ? (entry.value as T) : undefined
  }

  set<T>(key: string, value: T): void {
    const now = Date.now()
    this.#entries.delete(key)
    this.#entries.set(key, { value, expiresAt: now + this.#lifeMs })
    for (const [oldest, { expiresAt }] of this.#entries) {
      if (expiresAt > now && this.#entries.size <= this.#maxEntries) break
      this.del(oldest)
    }
  }

  del(key: string): void {
    if (this.#entries.delete(key)) this.#onRemoved(key)
  }

  /** The name of `del` in Baileys' other caches. */
  delete(key: string): void {
    this.del(key)
  }

  flushAll(): void {
    for (const key of [...this.#entries.keys()]) this.del(key)
  }

  /** The name of `flushAll` in Baileys' other caches. */
  clear(): void {
    this.flushAll()
  }
}
