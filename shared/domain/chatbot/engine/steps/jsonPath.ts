/** Splits a path such as `$.data.items[0].name` into its keys. */
function keysOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
}

/**
 * Reads the value at a path of a JSON value as text. Returns a value that is not text as JSON, and a missing value as
 * an empty text.
 */
export function readPath(json: unknown, path: string): string {
  let found = json
  for (const key of keysOf(path)) {
    const isInside = typeof found === 'object' && found !== null && Object.hasOwn(found, key)
    found = isInside ? (found as Record<string, unknown>)[key] : undefined
  }
  if (found === undefined || found === null) return ''
  return typeof found === 'string' ? found : JSON.stringify(found)
}
