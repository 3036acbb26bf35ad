import type { KeyHolder } from '#shared/domain/keys/index.ts'

/** How long another process may still let in a key that was revoked, or whose account was suspended. */
const CACHED_MS = 5_000
const MAX_ENTRIES = 10_000

/** The holders of the keys that this process has looked up in the last seconds. */
export class ApiKeyCache {
  readonly #known = new Map<string, { holder: KeyHolder; until: number }>()
  #generation = 0

  /** Answers the holder of a key by its hash, if the look-up is fresh. */
  get(hash: string, nowMs: number): KeyHolder | undefined {
    const remembered = this.#known.get(hash)
    if (remembered && remembered.until > nowMs) return remembered.holder
    this.#known.delete(hash)
    return undefined
  }

  /** Looks a key up, and remembers its holder unless `forget` was called meanwhile. */
  async load(
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

  /** Forgets every key: a key, an app or an account has changed. */
  clear(): void {
    this.#generation += 1
    this.#known.clear()
  }
}
