const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/** Number of values that a byte outside of strings begins, and its change of the depth. */
const BEGINS = Uint8Array.from({ length: 256 }, (_, byte) =>
  ',[{'.includes(String.fromCharCode(byte)) ? 1 : 0,
)
const DEEPENS = Int8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  if ('[{'.includes(char)) return 1
  return ']}'.includes(char) ? -1 : 0
})

/** Limits of a JSON text's structure. */
export interface JsonBounds {
  /** Values at any depth: items, members and containers. */
  maxValues: number
  maxDepth: number
  /** Bytes of a member's name in the text. */
  maxKeyBytes: number
}

/**
 * Checks the structure of a body in one pass over its bytes, because parsing a few million values takes seconds. Returns the
 * first violation, or null. Invalid JSON passes this check and fails in the parser.
 */
export function findExcess(json: Uint8Array, bounds: JsonBounds): string | null {
  let values = 1
  let depth = 0
  let stringBytes = 0
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0
    if (byte === QUOTE) {
      const end = endOfString(json, at)
      stringBytes = end - at - 1
      at = end
      continue
    }
    values += BEGINS[byte] ?? 0
    depth += DEEPENS[byte] ?? 0
    if (values > bounds.maxValues)
      return `The body holds more than ${bounds.maxValues} values. Split it into several requests`
    if (depth > bounds.maxDepth) return `The body is nested deeper than ${bounds.maxDepth} levels`
    if (byte === COLON && stringBytes > bounds.maxKeyBytes)
      return `The body has a name longer than ${bounds.maxKeyBytes} bytes`
  }
  return null
}

/** Returns the index of the quote that ends the string at `start`, or the end of the text. */
function endOfString(json: Uint8Array, start: number): number {
  for (let from = start + 1; ; ) {
    const end = json.indexOf(QUOTE, from)
    if (end < 0) return json.length
    let escapes = 0
    while (json[end - 1 - escapes] === BACKSLASH && end - 1 - escapes > start) escapes += 1
    if (escapes % 2 === 0) return end
    from = end + 1
  }
}
