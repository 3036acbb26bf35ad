const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/** How many values a byte outside of strings begins, and by how much it changes the depth. */
const BEGINS = Uint8Array.from({ length: 256 }, (_, byte) =>
  ',[{'.includes(String.fromCharCode(byte)) ? 1 : 0,
)
const DEEPENS = Int8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  if ('[{'.includes(char)) return 1
  return ']}'.includes(char) ? -1 : 0
})

/** How much structure a JSON text may have. */
export interface JsonBounds {
  /** Values at any depth: items, members and containers. */
  maxValues: number
  maxDepth: number
  /** Bytes of a member's name, as it is written. */
  maxKeyBytes: number
}

/**
 * Looks for more structure than a body may have, in one pass over the bytes of JSON: to parse and to validate a few million values
 * takes seconds. Answers what is wrong, or null. Text that is no JSON passes here, and fails in the parser.
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

/** Answers where the string that begins at `start` ends; the end of the text if it never does. */
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
