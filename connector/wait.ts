/** Resolves after this time, or earlier if the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** Lets callers wait until a shared state fulfils a predicate. */
export class Condition {
  readonly #checks = new Set<() => void>()

  /** Checks all waiting predicates again after a change of the state. */
  notify(): void {
    for (const check of [...this.#checks]) check()
  }

  /**
   * Resolves when `holds` returns true, after `withinMs`, or when the signal aborts. The caller checks which of them happened.
   */
  until(holds: () => boolean, withinMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', finish)
        this.#checks.delete(check)
        resolve()
      }
      const check = () => {
        if (holds() || signal.aborted) finish()
      }
      const timer = setTimeout(finish, Math.max(0, withinMs))
      signal.addEventListener('abort', finish)
      this.#checks.add(check)
      check()
    })
  }
}

/** The awaited result did not arrive in time, or the signal aborted. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/**
 * Returns the result of work that may never settle.
 * @param withinMs time limit in ms
 * @throws TimedOut at the limit or when the signal aborts; or the error of the work
 */
export function withTimeout<T>(work: Promise<T>, withinMs: number, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      settle(() =>
        reject(new TimedOut(signal.aborted ? 'The wait was aborted' : `No answer within ${withinMs} ms`)),
      )
    const settle = (act: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      act()
    }
    const timer = setTimeout(giveUp, withinMs)
    signal.addEventListener('abort', giveUp)
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    )
    if (signal.aborted) giveUp()
  })
}
