import { setTimeout as pause } from 'node:timers/promises'

/**
 * Polls until `look` returns a value.
 * @param what the expected result, for the error
 * @throws Error with `what` after `withinMs`
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | false>,
  { everyMs = 25, withinMs = 600_000 } = {},
): Promise<T> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(everyMs)) {
    const found = await look()
    if (found !== null && found !== false) return found
  }
  throw new Error(`${what}: not within ${withinMs / 1_000} s`)
}
