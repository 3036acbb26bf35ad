/** Of a path such as `$.data.items[0].name`, its keys. */
function keysOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean)
}

/** What a JSON value has at a path, as a text: what is no text itself as JSON, and nothing as an empty one. */
export function readPath(json: unknown, path: string): string {
  let found = json
  for (const key of keysOf(path)) {
    const isInside = typeof found === 'object' && found !== null && Object.hasOwn(found, key)
    found = isInside ? (found as Record<string, unknown>)[key] : undefined
  }
  if (found === undefined || found === null) return ''
  return typeof found === 'string' ? found : JSON.stringify(found)
}
