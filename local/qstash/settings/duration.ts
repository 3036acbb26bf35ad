const UNIT_MS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const PART = /(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g
const WHOLE = new RegExp(`^(?:${PART.source})+$`)

/** The longest delay of QStash between two attempts. */
export const DAY_MS = 86_400_000

/**
 * Parses a duration such as `90s` or `1d10h30m`.
 * @returns ms, or undefined if the text is no duration
 */
export function parseDuration(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined
  let total = 0
  for (const [, value, unit] of text.matchAll(PART)) total += Number(value) * (UNIT_MS[unit ?? ''] ?? 0)
  return total
}
