/** Delays of the five retries of the public docs, in seconds after the failed attempt. */
export const RETRY_DELAYS_SECONDS = [1, 2, 4, 8, 16] as const

/** Longest delay that a `Retry-After` header can request, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 60

/**
 * Returns the seconds until the next attempt, or null after the last attempt.
 * @param attempt number of the failed attempt, from 1
 * @param retryAfterSeconds delay that a 429 or 503 requested
 */
export function retryDelaySeconds(attempt: number, retryAfterSeconds: number | null): number | null {
  const scheduled = RETRY_DELAYS_SECONDS[attempt - 1]
  if (scheduled === undefined) return null
  return Math.max(scheduled, Math.min(retryAfterSeconds ?? 0, MAX_RETRY_AFTER_SECONDS))
}

/**
 * Reads the seconds that a `Retry-After` header requests, as a number or as a date. Returns null if the header is
 * absent or unreadable.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000))
}
