/** Returns a percentile: `percentile(times, 0.95)`. NaN if there are no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** Returns the median of each number over all rounds. */
export function medians<Key extends string>(rounds: readonly Record<Key, number>[]): Record<Key, number> {
  const [first] = rounds
  const keys = Object.keys(first ?? {}) as Key[]
  return Object.fromEntries(keys.map((key) => [key, median(rounds.map((round) => round[key]))])) as Record<
    Key,
    number
  >
}
