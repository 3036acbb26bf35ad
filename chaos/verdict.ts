/** What went wrong, in words; with the id of what it went wrong with. */
export interface Finding {
  what: string
  id: string
  detail: string
}

/** What a check says. */
export interface Verdict {
  /** What was promised and did not happen. */
  losses: Finding[]
  /** What is worth a look, and no broken promise. */
  notes: Finding[]
  counts: Record<string, number>
}

/** One verdict out of several; counts have different names. */
export function merge(verdicts: readonly Verdict[]): Verdict {
  return {
    losses: verdicts.flatMap(({ losses }) => losses),
    notes: verdicts.flatMap(({ notes }) => notes),
    counts: Object.assign({}, ...verdicts.map(({ counts }) => counts)),
  }
}

/** The verdict of one thing: `null` where there is nothing to say. */
export function findings<T>(
  items: readonly T[],
  find: (item: T) => Finding | null | readonly Finding[],
): Finding[] {
  return items.flatMap((item) => find(item) ?? [])
}

/** Groups things by a name. */
export function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group) group.push(item)
    else groups.set(nameOf(item), [item])
  }
  return groups
}
