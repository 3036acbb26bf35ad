import type { KeyHolder } from '#shared/domain/apiKeys/index.ts'

/** Time for which another process may still accept a revoked key, or a key of a suspended account. */
const CACHED_MS = 5_000
const MAX_ENTRIES = 10_000

/** Caches the holders of API keys that this process has looked up recently. */
export class ApiKeyCache {
  readonly #known = new Map<string, { holder: KeyHolder; until: number }>()
  readonly #loading = new Map<string, Promise<KeyHolder | null>>()
  #generation = 0

  /** Returns the holder of a key by its hash, if the cached entry is fresh. */
  get(hash: string, nowMs: number): KeyHolder | undefined {
    const remembered = this.#known.get(hash)
    if (remembered && remembered.until > nowMs) return remembered.holder
    this.#known.delete(hash)
    return undefined
  }

  /**
   * Looks a key up, and caches its holder unless `clear` was called meanwhile. Concurrent calls share one look-up. Otherwise a
   * thousand requests of one key would all query when its entry expires.
   */
  load(hash: string, nowMs: number, lookUp: () => Promise<KeyHolder | null>): Promise<KeyHolder | null> {
    const running = this.#loading.get(hash)
    if (running) return running
    const loading = this.#load(hash, nowMs, lookUp).finally(() => {
      if (this.#loading.get(hash) === loading) this.#loading.delete(hash)
    })
    this.#loading.set(hash, loading)
    return loading
  }

  /** Removes all entries after a change of a key, an app or an account. */
  clear(): void {
    this.#generation += 1
    this.#known.clear()
    this.#loading.clear()
  }

  async #load(
    hash: string,
    nowMs: number,
    lookUp: () => Promise<KeyHolder | null>,
  ): Promise<KeyHolder | null> {
    const generation = this.#generation
    const holder = await lookUp()
    if (!holder || generation !== this.#generation) return holder
    if (this.#known.size >= MAX_ENTRIES) this.#known.clear()
    this.#known.set(hash, { holder, until: nowMs + CACHED_MS })
    return holder
  }
}
