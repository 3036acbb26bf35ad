/**
 * Waits until `look` answers something other than undefined, null or false, and answers that.
 * @param withinMs after which it fails with what `look` answered, or threw, last
 * @param everyMs how long it waits between two looks
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  withinMs = 10_000,
  everyMs = 40,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = Date.now() + withinMs
  let last: unknown
  do {
    try {
      last = await look()
      if (last !== undefined && last !== null && last !== false) return last as NonNullable<Exclude<T, false>>
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  } while (Date.now() < end)
  throw new Error(
    `It did not happen within ${withinMs} ms; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`,
  )
}
