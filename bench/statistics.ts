/** The value below which a share of them lies: `percentile(times, 0.95)`. NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The medians, number by number, of what each round found. */
export function medians<Key extends string>(rounds: readonly Record<Key, number>[]): Record<Key, number> {
  const [first] = rounds
  const keys = Object.keys(first ?? {}) as Key[]
  return Object.fromEntries(keys.map((key) => [key, median(rounds.map((round) => round[key]))])) as Record<
    Key,
    number
  >
}
