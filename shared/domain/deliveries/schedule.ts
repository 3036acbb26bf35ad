/** When a failed attempt is made again, in seconds after it: five times, as the public docs promise. */
export const RETRY_DELAYS_SECONDS = [1, 2, 4, 8, 16] as const

/** A server that asks for more time gets this much of it. */
const MAX_RETRY_AFTER_SECONDS = 60

/**
 * Seconds until the attempt after this one; null if it was the last.
 * @param attempt number of the one that failed, from 1
 * @param retryAfterSeconds what a 429 or 503 asked for
 */
export function retryDelaySeconds(attempt: number, retryAfterSeconds: number | null): number | null {
  const scheduled = RETRY_DELAYS_SECONDS[attempt - 1]
  if (scheduled === undefined) return null
  return Math.max(scheduled, Math.min(retryAfterSeconds ?? 0, MAX_RETRY_AFTER_SECONDS))
}

/** Seconds that a `Retry-After` header asks for: a number of them, or a date. Null for none, or one that is neither. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000))
}
