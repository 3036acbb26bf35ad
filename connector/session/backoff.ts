const FIRST_MS = 500
const LONGEST_MS = 60_000

/**
 * Returns the delay before the next attempt to connect, in ms. The delay doubles with each failure, and its upper half is random.
 * Sessions that lost their connections together thus reconnect at different times.
 * @param attempt failures in a row, from 1
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.round(longest * (0.5 + random / 2))
}

const FIRST_AFTER_REFUSAL_MS = 60_000
const LONGEST_AFTER_REFUSAL_MS = 3_600_000

/**
 * Returns the delay before the next login after WhatsApp refused a login, in ms. The delay begins at a minute and grows to an
 * hour, because frequent logins of a refused account make its state worse.
 * @param refusals refused logins in a row, from 1
 * @param random in [0, 1)
 */
export function refusalBackoffMs(refusals: number, random: number): number {
  const longest = Math.min(LONGEST_AFTER_REFUSAL_MS, FIRST_AFTER_REFUSAL_MS * 2 ** (refusals - 1))
  return Math.round(longest * (0.5 + random / 2))
}
