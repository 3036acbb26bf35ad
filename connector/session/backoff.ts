const FIRST_MS = 500
const LONGEST_MS = 60_000

/**
 * How long to wait before the next try to connect: doubled for each one that failed, and spread over half of itself, so
 * that a thousand sessions that were cut together do not come back together.
 * @param attempt failures in a row, from 1
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.round(longest * (0.5 + random / 2))
}
