import { slowness } from '#shared/testing.ts'

/**
 * The first polls have short pauses, because most results come soon. Long waits have longer pauses, to leave the CPU to the
 * gateway.
 */
const FIRST_PAUSE_MS = 30
const LAST_PAUSE_MS = 300
const GROWTH = 1.5
/** Ends a wait for an event that never comes. The limit is far above the needs of a slow machine. */
const PATIENCE_MS = 60_000

/**
 * Polls until `look` returns a value other than undefined, null or false, and returns that value. The pauses grow.
 * @param withinMs limit on the reference machine, milliseconds; a limit below 60 s counts as 60 s, and a slower machine has more.
 * A test that guarantees a speed compares instants itself.
 * @param pauseAtMostMs longest pause between two polls, milliseconds
 * @throws Error at the limit, with the last value or error of `look`
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
    `No result within ${limitMs} ms; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  )
}
