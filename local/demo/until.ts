const WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * Looks until there is something.
 * @param what the awaited thing, for the error
 * @throws Error after 15 s
 */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`${what}: not within ${WAIT_MS / 1000} s`)
}
