import { RE2JS, RE2JSException } from 're2js'
import { fold } from './fold.ts'

/** Of a pattern; what it makes of counted repetitions is bounded by RE2 itself. */
export const MAX_PATTERN = 500
/** Of a text that is looked at. RE2 takes linear time, and this is its length. */
const MAX_LOOKED_AT = 4_096
/** Compiling costs more than matching, and a flow has few of them. */
const CACHED = 200

const compiled = new Map<string, RE2JS | string>()

/** Says what is wrong with a pattern; null if nothing. */
export function patternFault(pattern: string): string | null {
  const found = compile(pattern)
  return typeof found === 'string' ? found : null
}

/**
 * Whether a customer's pattern is found in a text, or in its folded form, without regard to case. It takes linear time whatever the
 * pattern is: RE2 does not backtrack, and knows no look-around and no back-references. A pattern that is none matches nothing.
 */
export function findsPattern(pattern: string, text: string): boolean {
  const found = compile(pattern)
  if (typeof found === 'string') return false
  const looked = text.slice(0, MAX_LOOKED_AT)
  return found.matcher(looked).find() || found.matcher(fold(looked)).find()
}

function compile(pattern: string): RE2JS | string {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = attempt(pattern)
  if (compiled.size >= CACHED) compiled.clear()
  compiled.set(pattern, made)
  return made
}

function attempt(pattern: string): RE2JS | string {
  if (pattern.length > MAX_PATTERN) return `A pattern has ${MAX_PATTERN} characters at the most`
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return `Not a pattern that RE2 knows: ${error.message}`
  }
}
