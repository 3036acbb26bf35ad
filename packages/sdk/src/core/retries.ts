import type { VesperError } from './errors.ts'

/** The gateway, or something before it, did not serve the request and may do so soon. */
const PASSING_STATUS = new Set([408, 429, 502, 503, 504])
const LONGEST_PAUSE_MS = 8_000
/** A client that shall wait for longer than a minute is better told so. */
const LONGEST_RETRY_AFTER_MS = 60_000

/**
 * Returns the pause before the next attempt in ms; undefined if another attempt is of no use.
 * @param failures failed attempts before this one
 */
export function pauseBefore(error: VesperError, failures: number): number | undefined {
  if (!mayPass(error, failures)) return undefined
  if (error.retryAfterMs !== undefined)
    return error.retryAfterMs <= LONGEST_RETRY_AFTER_MS ? error.retryAfterMs : undefined
  // Clients that failed at the same time come back at different times.
  return Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures) * (0.5 + Math.random() / 2)
}

function mayPass({ code, status }: VesperError, failures: number): boolean {
  if (code === 'CONNECTION_FAILED' || code === 'CLIENT_TIMEOUT') return true
  // The earlier attempt of this call still runs. The next answer is that attempt's own.
  if (code === 'IDEMPOTENCY_CONFLICT') return failures > 0
  return PASSING_STATUS.has(status)
}

/** Waits. Rejects with the reason of the signal when the signal aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted) onAbort()
  })
}
