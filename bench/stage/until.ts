import { setTimeout as pause } from 'node:timers/promises'

/** Looks again and again until there is something.
 * @throws Error after that time, with what was waited for */
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
