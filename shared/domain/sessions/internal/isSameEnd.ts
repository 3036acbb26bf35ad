/** WhatsApp counts the end of a limit from the time of each answer, so that the ends of one limit differ by some seconds. */
const SAME_END_MS = 60_000

/** Returns true if two answers of WhatsApp name the same end of a limit. Null: WhatsApp names no end. */
export function isSameEnd(before: Date | null, after: Date | null): boolean {
  if (before === null || after === null) return before === after
  return Math.abs(before.getTime() - after.getTime()) <= SAME_END_MS
}
