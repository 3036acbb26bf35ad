/** Maximum depth of a value. Real values are never nested so deeply. */
const MAX_DEPTH = 100

/**
 * Tells whether PostgreSQL can store a text. PostgreSQL refuses NUL, and its JSON refuses half of a surrogate pair.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Removes NUL characters and replaces lone surrogates, so that an inbound text is not lost because of one character. */
export function toStorable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** Makes all texts and keys inside a value storable. */
export function toStorableDeep<Value>(value: Value): Value {
  if (typeof value === 'string') return toStorable(value) as Value
  if (Array.isArray(value)) return value.map(toStorableDeep) as Value
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [toStorable(key), toStorableDeep(inner)]),
  ) as Value
}

/** Returns the path of the first unstorable text in a value, as keys; null if there is none. */
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
