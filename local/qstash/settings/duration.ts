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

/** The longest that QStash waits between two attempts. */
export const DAY_MS = 86_400_000

/** `90s`, `1d10h30m` in ms; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined
  let total = 0
  for (const [, value, unit] of text.matchAll(PART)) total += Number(value) * (UNIT_MS[unit ?? ''] ?? 0)
  return total
}
