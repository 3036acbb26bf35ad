import { VesperError } from './errors.ts'
import { sleep } from './retries.ts'
import type { RequestOptions } from './transport.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 2_000

export interface WaitOptions extends RequestOptions {
  /** Longest wait in ms; 120,000 by default. */
  waitMs?: number
}

/**
 * Calls `read` until it returns a value.
 * @throws VesperError with `CLIENT_TIMEOUT` if the time is over
 */
export async function poll<T>(
  { waitMs, signal, what }: { waitMs: number; signal?: AbortSignal | undefined; what: string },
  read: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + waitMs
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const value = await read()
    if (value !== undefined) return value
    if (Date.now() + pauseMs > deadline)
      throw new VesperError({ code: 'CLIENT_TIMEOUT', message: `${what} within ${waitMs} ms.` })
    await sleep(pauseMs, signal)
  }
}
