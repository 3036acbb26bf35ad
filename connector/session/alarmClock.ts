/** Maximum delay of a timer. A longer delay would end at once. */
const LONGEST_MS = 2 ** 31 - 1

/** Calls a function at a time, which may be weeks ahead. A new time replaces the earlier one. */
export class AlarmClock {
  readonly #ring: () => void
  readonly #now: () => Date
  #timer: NodeJS.Timeout | null = null

  constructor(ring: () => void, now: () => Date) {
    this.#ring = ring
    this.#now = now
  }

  set(at: Date): void {
    this.cancel()
    const leftMs = Math.max(0, at.getTime() - this.#now().getTime())
    const again = () => (leftMs > LONGEST_MS ? this.set(at) : this.#ring())
    this.#timer = setTimeout(again, Math.min(leftMs, LONGEST_MS)).unref()
  }

  cancel(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
