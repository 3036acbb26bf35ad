const WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * Waits until `look` returns a value.
 * @param what the awaited value, for the error
 * @throws Error after 15 s
 */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`Timed out after ${WAIT_MS / 1000} s while waiting for ${what}.`)
}
