/** Waits, or less if the signal aborts. */
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

/** Lets many wait until something holds of a state that others change. */
export class Condition {
  readonly #checks = new Set<() => void>()

  /** The state has changed: whoever waits looks again. */
  notify(): void {
    for (const check of [...this.#checks]) check()
  }

  /** Resolves when `holds` does, after that time, or when the signal aborts: look which. */
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

/** What was waited for did not come in time, or can't come any more. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}

/** The result of work that may never settle: it fails after that time, or when the signal aborts.
 * @throws TimedOut, or what the work throws */
export function withTimeout<T>(work: Promise<T>, withinMs: number, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () =>
      settle(() => reject(new TimedOut(signal.aborted ? 'Ended' : `No answer within ${withinMs} ms`)))
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
