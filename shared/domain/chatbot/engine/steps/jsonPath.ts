/** A name of letters, digits and other signs, except the signs of a path. */
const NAME = /^[^.[\]()*'"\s][^.[\]()*'"]*/
const INDEX = /^\[\s*(\d{1,9})\s*\]/
const QUOTED = /^\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/s
const ROOT = /^\$(?=$|[.[])/

/** Text of the fault of a path that `readKeys` does not understand. */
export const PATH_FAULT =
  "Give a path such as data.items[0].name or items['first name']. Wildcards, filters and functions are not supported"

/**
 * Splits a path such as `$.data.items[0]['first name']` into its keys. `$` alone is the whole value. Returns null if the
 * path is not understood.
 */
export function readKeys(path: string): string[] | null {
  const keys: string[] = []
  for (let rest = path.trim().replace(ROOT, ''); rest !== ''; ) {
    const read = readBracket(rest) ?? readName(rest, keys.length === 0)
    if (!read) return null
    keys.push(read.key)
    rest = rest.slice(read.length)
  }
  return keys
}

/** A key at the beginning of a path, and the length of its text there. */
type Read = { key: string; length: number } | null

function readBracket(path: string): Read {
  const index = INDEX.exec(path)
  if (index) return { key: index[1] ?? '', length: index[0].length }
  const quoted = QUOTED.exec(path)
  return quoted && { key: unescaped(quoted[1] ?? quoted[2] ?? ''), length: quoted[0].length }
}

/** Reads a key without quotes. A point stands before each such key, and may stand before the first. */
function readName(path: string, isFirst: boolean): Read {
  const skipped = path.startsWith('.') ? 1 : 0
  if (skipped === 0 && !isFirst) return null
  const name = NAME.exec(path.slice(skipped))?.[0]
  return name === undefined ? null : { key: name.trim(), length: skipped + name.length }
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/gs, '$1')
}

/**
 * Reads the value at a path of a JSON value as text. Returns a value that is not text as JSON, and a missing value as
 * an empty text.
 */
export function readPath(json: unknown, path: string): string {
  let found = json
  for (const key of readKeys(path) ?? [path]) {
    const isInside = typeof found === 'object' && found !== null && Object.hasOwn(found, key)
    found = isInside ? (found as Record<string, unknown>)[key] : undefined
  }
  if (found === undefined || found === null) return ''
  return typeof found === 'string' ? found : JSON.stringify(found)
}
