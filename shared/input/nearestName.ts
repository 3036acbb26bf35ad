import leven, { closestMatch } from 'leven'

/** Longest name that gets a suggestion, in UTF-16 units. The search takes quadratic time. */
const MAX_NAME = 64
/** Largest number of edits between a misspelt name and its suggestion. */
const MAX_EDITS = 3

/**
 * Finds the known name that a caller probably means: the same words in another notation (`scheduled_at`), or a name with
 * few edits. Returns undefined if no name is near.
 */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  if (written.length > MAX_NAME) return undefined
  const word = fold(written)
  const byWord = new Map(known.map((name) => [fold(name), name]))
  const maxDistance = Math.min(MAX_EDITS, Math.max(1, Math.floor(word.length / 3)))
  const nearest = closestMatch(word, [...byWord.keys()], { maxDistance })
  // A name of which every letter changes has nothing in common with the written name.
  if (nearest === undefined || leven(word, nearest) >= word.length) return undefined
  return byWord.get(nearest)
}

/** Removes the difference between `scheduledAt`, `scheduled_at`, `scheduled-at` and `ScheduledAt`. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[_\-\s]/g, '')
}
