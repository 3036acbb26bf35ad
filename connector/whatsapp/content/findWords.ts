/** Names of fields whose strings are for machines. */
const MACHINE =
  /(id|jid|url|link|path|sha256|key|token|mimetype|json|hash|surface|namespace|source|code|data|fallbackL[gc]|deterministicL[gc])$/i
const CONTEXT = new Set(['contextInfo', 'messageContextInfo'])
const MAX_DEPTH = 40
const MAX_FOUND = 50

/** Texts that look like words, and are for machines. */
const NO_WORDS = [
  /^[\w.:-]+@[\w.]+$/,
  /^https?:\/\/\S+$/,
  /^\/\S+$/,
  /^[\w.+-]+\/[\w.+-]+$/,
  // An id, a hash or a key.
  /^(?=.*\d)[\w+/=-]{16,}$/,
]

/** Tells whether a text is for people. */
export function isWords(text: string): boolean {
  const trimmed = text.trim()
  return (
    /\p{L}|\p{Extended_Pictographic}/u.test(trimmed) && !NO_WORDS.some((pattern) => pattern.test(trimmed))
  )
}

/**
 * Returns the words in a part of a message, for a part without a reader of its own. The fields' names and the form of
 * the texts tell words from ids.
 */
export function findWords(part: unknown): string | undefined {
  const found: string[] = []
  collect(part, '', found, 0)
  return [...new Set(found)].join('\n') || undefined
}

function collect(value: unknown, name: string, found: string[], depth: number): void {
  if (depth > MAX_DEPTH || found.length >= MAX_FOUND) return
  if (typeof value === 'string') {
    if (!MACHINE.test(name) && isWords(value)) found.push(value)
    return
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || CONTEXT.has(name)) return
  for (const [field, inner] of Object.entries(value))
    collect(inner, Array.isArray(value) ? name : field, found, depth + 1)
}
