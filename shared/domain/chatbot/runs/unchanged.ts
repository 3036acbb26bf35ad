import { isDeepStrictEqual } from 'node:util'
import { RunChangedMeanwhile } from '#shared/errors/index.ts'
import { type RunRow, toRun } from './row.ts'

/** Limit of attempts. If five attempts fail, the database is slower than the inputs of the run. */
const MAX_ATTEMPTS = 5

/**
 * Tells whether a run is still as the engine has read it, so that the engine's result holds. A claim of effects does
 * not count.
 * @param before the run from the read; undefined if no run existed
 * @param held the run as the transaction has locked it
 */
export function isUnchanged(before: RunRow | undefined, held: RunRow | undefined): boolean {
  if (!before || !held) return before === held
  const isSame = before.id === held.id && before.entries === held.entries && before.chat === held.chat
  return isSame && isDeepStrictEqual(toRun(before), toRun(held))
}

/**
 * Repeats an attempt to read, compute and write, until the rows stay unchanged from the read to the write.
 * @param attempt returns null, without a write, if the rows have changed after the read
 * @throws RunChangedMeanwhile after five attempts
 */
export async function untilUnchanged<T>(attempt: () => Promise<{ done: T } | null>): Promise<T> {
  for (let made = 0; made < MAX_ATTEMPTS; made += 1) {
    const outcome = await attempt()
    if (outcome) return outcome.done
  }
  throw new RunChangedMeanwhile()
}
