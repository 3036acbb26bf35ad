/** A fault that a check found, with the id of the affected thing. */
export interface Finding {
  what: string
  id: string
  detail: string
}

/** The result of a check. */
export interface Verdict {
  /** Promises that were broken. */
  losses: Finding[]
  /** Observations that break no promise. */
  notes: Finding[]
  counts: Record<string, number>
}

/** Merges verdicts, whose counts have different names. */
export function merge(verdicts: readonly Verdict[]): Verdict {
  return {
    losses: verdicts.flatMap(({ losses }) => losses),
    notes: verdicts.flatMap(({ notes }) => notes),
    counts: Object.assign({}, ...verdicts.map(({ counts }) => counts)),
  }
}

/** Collects the findings of each item. `null` stands for none. */
export function findings<T>(
  items: readonly T[],
  find: (item: T) => Finding | null | readonly Finding[],
): Finding[] {
  return items.flatMap((item) => find(item) ?? [])
}

/** Groups items by a name. */
export function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group) group.push(item)
    else groups.set(nameOf(item), [item])
  }
  return groups
}
