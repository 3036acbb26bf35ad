import { slowness } from '#shared/testing.ts'

/** The first looks follow each other fast, because most answers come soon. A long wait must not cost the CPU that would end it. */
const FIRST_PAUSE_MS = 30
const LAST_PAUSE_MS = 300
const GROWTH = 1.5
/** Ends a wait for an event that never comes. A slow machine must not reach this limit, so it is far above what tests need. */
const PATIENCE_MS = 60_000

/**
 * Waits until `look` answers something other than undefined, null or false, and answers that.
 * The pauses between the looks grow.
 * @param withinMs limit on the reference machine, milliseconds; a limit below 60 s counts as 60 s, and a slower machine has more.
 * A test that guarantees a speed compares instants itself.
 * @param pauseAtMostMs longest pause between two looks, milliseconds
 * @throws Error at the limit, with the last answer or error of `look`
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  withinMs = PATIENCE_MS,
  pauseAtMostMs = LAST_PAUSE_MS,
): Promise<NonNullable<Exclude<T, false>>> {
  const limitMs = Math.max(withinMs, PATIENCE_MS) * slowness()
  const end = performance.now() + limitMs
  let pauseMs = FIRST_PAUSE_MS
  let last: unknown
  do {
    try {
      last = await look()
      if (last !== undefined && last !== null && last !== false) return last as NonNullable<Exclude<T, false>>
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    pauseMs = Math.min(pauseAtMostMs, pauseMs * GROWTH)
  } while (performance.now() < end)
  throw new Error(
    `It did not happen within ${limitMs} ms; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  )
}
