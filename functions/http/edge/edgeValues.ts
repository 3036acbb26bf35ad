import { createHash, timingSafeEqual } from 'node:crypto'
import { EDGE_RELOAD_MS } from '#shared/contracts/edge.ts'

/** A process forgets a revoked value within this time. */
const FRESH_MS = 5 * 60_000

/**
 * Reads the accepted values of the edge's header.
 * @throws the error of Secrets Manager
 */
export type ReadEdgeValues = () => Promise<readonly string[]>

/** The accepted values of the edge's header, as this process has read them. */
export class EdgeValues {
  readonly #read: ReadEdgeValues
  readonly #nowMs: () => number
  #digests: readonly Buffer[] = []
  #triedAt = Number.NEGATIVE_INFINITY
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined

  constructor(read: ReadEdgeValues, nowMs: () => number) {
    this.#read = read
    this.#nowMs = nowMs
  }

  /**
   * Tells whether a value is accepted. An unknown value may be newer than the last read of the secret, so that the secret is read again.
   * @throws the error of Secrets Manager if no value is known yet
   */
  async accepts(value: string): Promise<boolean> {
    if (this.#nowMs() - this.#readAt > FRESH_MS) await this.#reload()
    if (this.#isKnown(value)) return true
    if (this.#nowMs() - this.#triedAt <= EDGE_RELOAD_MS) return false
    await this.#reload()
    return this.#isKnown(value)
  }

  /** Compares digests in constant time, and with each accepted value. */
  #isKnown(value: string): boolean {
    const digest = digestOf(value)
    return this.#digests.filter((known) => timingSafeEqual(known, digest)).length > 0
  }

  /** Reads the secret once for concurrent callers. A failed read keeps the known values. */
  async #reload(): Promise<void> {
    this.#reading ??= this.#load().finally(() => {
      this.#reading = undefined
    })
    await this.#reading.catch((error: unknown) => {
      if (this.#digests.length === 0) throw error
    })
  }

  async #load(): Promise<void> {
    this.#triedAt = this.#nowMs()
    this.#digests = (await this.#read()).map(digestOf)
    this.#readAt = this.#nowMs()
  }
}

function digestOf(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
