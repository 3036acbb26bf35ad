import { closestMatch } from 'leven'

/** Longest name that gets a suggestion, in UTF-16 units. The search takes quadratic time. */
const MAX_NAME = 64
/** Largest number of edits between a misspelt name and its suggestion, by the length of the name. Two swapped letters are two edits. */
const MAX_EDITS = [
  { from: 9, edits: 3 },
  { from: 4, edits: 2 },
  { from: 3, edits: 1 },
]

/**
 * Finds the known name that a caller probably means: the same words in another notation (`scheduled_at`), or a name with
 * few edits. Returns undefined if no name is near.
 */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  if (written.length > MAX_NAME) return undefined
  const word = fold(written)
  const byWord = new Map(known.map((name) => [fold(name), name]))
  const maxDistance = MAX_EDITS.find(({ from }) => word.length >= from)?.edits ?? 0
  const nearest = closestMatch(word, [...byWord.keys()], { maxDistance })
  return nearest === undefined ? undefined : byWord.get(nearest)
}

/** Removes the difference between `scheduledAt`, `scheduled_at`, `scheduled-at` and `ScheduledAt`. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[_\-\s]/g, '')
}
