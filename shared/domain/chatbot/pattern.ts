import { RE2JS, RE2JSException } from 're2js'
import { cutText } from '#shared/cutText.ts'
import type { Interruptible } from './budget/index.ts'
import { foldText } from './foldText.ts'

/** Limit of characters in a pattern. */
const MAX_PATTERN = 500
/** Limit of patterns for one message: the rules of a condition, or the keywords of a trigger. */
const MAX_PATTERNS = 10
/**
 * Limit of the instructions of all patterns for one message. The time of RE2 grows with the instructions and with the
 * length of the text: 100 steps at both limits take some seconds. A typical pattern compiles to 10 to 200
 * instructions. Counted repetitions make thousands.
 */
const MAX_INSTRUCTIONS = 500
/** Limit of the characters of a text that a pattern searches. */
const MAX_SEARCHED = 1_000
/** Limit of the estimated instructions. A larger pattern is not compiled, because compilation also takes CPU. */
const MAX_ESTIMATE = 2_000
/** Limit of cached patterns. Compilation takes longer than a search, and a flow has few patterns. */
const CACHED = 200

const REPETITION = /(\)?)\{(\d+)(?:,(\d*))?\}/g

const compiled = new Map<string, RE2JS | string>()

/**
 * Finds the faults of the patterns for one message, each with its index. The compilation of one pattern takes up to
 * 60 ms.
 */
export function* patternFaults(
  patterns: readonly string[],
): Interruptible<{ index: number; message: string }[]> {
  if (patterns.length > MAX_PATTERNS)
    return [
      { index: MAX_PATTERNS, message: `Give at most ${MAX_PATTERNS} patterns. One pattern may be a|b|c` },
    ]
  let instructions = 0
  const faults: { index: number; message: string }[] = []
  for (const [index, pattern] of patterns.entries()) {
    yield
    const found = compile(pattern)
    if (typeof found === 'string') {
      faults.push({ index, message: found })
      continue
    }
    instructions += found.programSize()
    if (instructions > MAX_INSTRUCTIONS)
      faults.push({
        index,
        message: 'The patterns are too large for one message. Use smaller repetitions or fewer patterns',
      })
  }
  return faults
}

/**
 * Tells whether a customer's pattern occurs in the first 1,000 characters of a text or of its folded form, ignoring
 * case. Takes linear time for any pattern: RE2 does not backtrack, and has no look-around and no back-references. An
 * invalid or too large pattern occurs nowhere. Each piece takes up to 60 ms.
 */
export function* findsPattern(pattern: string, text: string): Interruptible<boolean> {
  yield
  const found = compile(pattern)
  if (typeof found === 'string' || found.programSize() > MAX_INSTRUCTIONS) return false
  const searched = cutText(text, MAX_SEARCHED)
  // A line end after a shortened text keeps `$` from matching there.
  const rest = searched.length < text.length ? '\n' : ''
  yield
  if (found.matcher(searched + rest).find()) return true
  const folded = foldText(searched)
  // An equal text has the same result.
  if (folded === searched) return false
  yield
  return found.matcher(folded + rest).find()
}

/** Returns the compiled pattern, or its fault. The least recently used pattern leaves a full cache. */
function compile(pattern: string): RE2JS | string {
  const known = compiled.get(pattern)
  const made = known ?? attempt(pattern)
  compiled.delete(pattern)
  compiled.set(pattern, made)
  if (compiled.size > CACHED) compiled.delete(compiled.keys().next().value ?? '')
  return made
}

function attempt(pattern: string): RE2JS | string {
  if (pattern.length > MAX_PATTERN) return `A pattern has at most ${MAX_PATTERN} characters`
  if (estimate(pattern) > MAX_ESTIMATE) return 'The pattern repeats too much. Use smaller numbers in {}'
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return `RE2 cannot read this pattern: ${error.message}`
  }
}

/** Estimates the largest number of instructions of a pattern. The repetition of a group repeats its whole content. */
function estimate(pattern: string): number {
  let [simple, groups] = [pattern.length, 1]
  for (const [, group, least, most] of pattern.matchAll(REPETITION)) {
    const times = Number(most || least)
    if (group) groups *= Math.max(1, times)
    else simple += times
  }
  return simple * groups
}
