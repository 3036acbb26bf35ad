import { isDeepStrictEqual } from 'node:util'
import { RunChangedMeanwhile } from '#shared/errors/index.ts'
import { type RunRow, toRun } from './row.ts'

/** More attempts would only mean that the database is slower than what moves the run. */
const MAX_ATTEMPTS = 5

/**
 * Whether a run is what the engine was given: what the engine made of it then still holds. A claim on its effects does not count.
 * @param before the run when it was read; undefined if there was none
 * @param held the run as the transaction holds it
 */
export function isUnchanged(before: RunRow | undefined, held: RunRow | undefined): boolean {
  if (!before || !held) return before === held
  const isSame = before.id === held.id && before.entries === held.entries && before.chat === held.chat
  return isSame && isDeepStrictEqual(toRun(before), toRun(held))
}

/**
 * Repeats an attempt to read, compute and write for as long as something changes what it read.
 * @param attempt answers null where what it read has changed meanwhile; it has written nothing then
 * @throws RunChangedMeanwhile after five attempts
 */
export async function untilUnchanged<T>(attempt: () => Promise<{ done: T } | null>): Promise<T> {
  for (let made = 0; made < MAX_ATTEMPTS; made += 1) {
    const outcome = await attempt()
    if (outcome) return outcome.done
  }
  throw new RunChangedMeanwhile()
}
