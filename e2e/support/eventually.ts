/** Until the first looks have failed, an answer is likely soon; a long wait is not to cost the CPU that would end it. */
const FIRST_PAUSE_MS = 20
const LAST_PAUSE_MS = 200
const GROWTH = 1.25

/**
 * Waits until `look` answers something other than undefined, null or false, and answers that.
 * It looks often at first, and ever more seldom.
 * @param withinMs after which it fails with what `look` answered, or threw, last
 * @param pauseAtMostMs between two looks, in the end
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  withinMs = 10_000,
  pauseAtMostMs = LAST_PAUSE_MS,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = Date.now() + withinMs
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
  } while (Date.now() < end)
  throw new Error(
    `It did not happen within ${withinMs} ms; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  )
}
