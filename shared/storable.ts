/** Nothing that anybody means to store is nested so deep. */
const MAX_DEPTH = 100

/**
 * Whether PostgreSQL can store a text: it takes no NUL, and its JSON takes no half of a surrogate pair.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** The same text, storable: what strangers write to us must not be lost for a character in it. */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** The same value with every text in it storable. */
export function toStorableDeep<Value>(value: Value): Value {
  if (typeof value === 'string') return toStorable(value) as Value
  if (Array.isArray(value)) return value.map(toStorableDeep) as Value
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [toStorable(key), toStorableDeep(inner)]),
  ) as Value
}

/** Where in a value a text stands that can't be stored, as a path of keys; null if nowhere. */
export function findUnstorable(value: unknown, path: readonly string[] = []): readonly string[] | null {
  if (path.length > MAX_DEPTH) return path
  if (typeof value === 'string') return isStorable(value) ? null : path
  if (value === null || typeof value !== 'object') return null
  for (const [key, inner] of Object.entries(value)) {
    const found = isStorable(key) ? findUnstorable(inner, [...path, key]) : path
    if (found) return found
  }
  return null
}
