/** Lets many wait until something holds of a state that others change. */
export class Condition {
  readonly #checks = new Set<() => void>()

  /** The state has changed: whoever waits looks again. */
  notify(): void {
    for (const check of [...this.#checks]) check()
  }

  /** Resolves when `holds` does, at the deadline (epoch ms), or when the signal aborts: look which. */
  until(holds: () => boolean, deadline: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!holds() && Date.now() < deadline && !signal.aborted) return
        clearTimeout(timer)
        signal.removeEventListener('abort', check)
        this.#checks.delete(check)
        resolve()
      }
      const timer = setTimeout(check, Math.max(0, deadline - Date.now()) + 1)
      signal.addEventListener('abort', check)
      this.#checks.add(check)
      check()
    })
  }
}
