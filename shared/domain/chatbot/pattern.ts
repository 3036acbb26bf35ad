import { RE2JS, RE2JSException } from 're2js'
import type { Interruptible } from './budget/index.ts'
import { foldText } from './foldText.ts'

/** Of a pattern, in characters. */
const MAX_PATTERN = 500
/** Of what may be tried on one message: a condition's rules, a trigger's keywords. */
const MAX_TOGETHER = 10
/**
 * RE2 takes time by the instructions that a pattern compiles to and by the text's length: 100 steps that have both at their most take some
 * seconds. Hand-written patterns have 10 to 200 instructions; counted repetitions are what makes them thousands.
 */
const MAX_INSTRUCTIONS = 500
/** Of a text that is looked at, in characters. */
const MAX_LOOKED_AT = 1_000
/** Compiling costs too: what would become too large is not tried. */
const MAX_ESTIMATE = 2_000
/** Compiling costs more than matching, and a flow has few of them. */
const CACHED = 200

const REPETITION = /(\)?)\{(\d+)(?:,(\d*))?\}/g

const compiled = new Map<string, RE2JS | string>()

/** Says what is wrong with patterns that are tried on one message, each by its place among them. Compiling one takes up to 60 ms. */
export function* patternFaults(
  patterns: readonly string[],
): Interruptible<{ index: number; message: string }[]> {
  if (patterns.length > MAX_TOGETHER)
    return [{ index: MAX_TOGETHER, message: `${MAX_TOGETHER} patterns at the most: one may be a|b|c` }]
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
        message: 'Too much to try on one message: repeat less, or give fewer patterns',
      })
  }
  return faults
}

/**
 * Whether a customer's pattern is found in the beginning of a text, or of its folded form, without regard to case. It takes linear time
 * whatever the pattern is: RE2 does not backtrack, and knows no look-around and no back-references. A pattern that is none, or that is
 * too large, matches nothing. Each of its pieces takes up to 60 ms.
 */
export function* findsPattern(pattern: string, text: string): Interruptible<boolean> {
  yield
  const found = compile(pattern)
  if (typeof found === 'string' || found.programSize() > MAX_INSTRUCTIONS) return false
  const looked = text.slice(0, MAX_LOOKED_AT)
  // The end of what is looked at is not the text's.
  const rest = looked.length < text.length ? '\n' : ''
  yield
  if (found.matcher(looked + rest).find()) return true
  const folded = foldText(looked)
  // An equal text has the same answer.
  if (folded === looked) return false
  yield
  return found.matcher(folded + rest).find()
}

/** The compiled pattern. Of the cache, the pattern that was used longest ago makes room. */
function compile(pattern: string): RE2JS | string {
  const known = compiled.get(pattern)
  const made = known ?? attempt(pattern)
  compiled.delete(pattern)
  compiled.set(pattern, made)
  if (compiled.size > CACHED) compiled.delete(compiled.keys().next().value ?? '')
  return made
}

function attempt(pattern: string): RE2JS | string {
  if (pattern.length > MAX_PATTERN) return `A pattern has ${MAX_PATTERN} characters at the most`
  if (estimate(pattern) > MAX_ESTIMATE) return 'It repeats too much: give smaller numbers in {}'
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return `Not a pattern that RE2 knows: ${error.message}`
  }
}

/** About how many instructions a pattern becomes, at the most: what repeats a group repeats all that is in it. */
function estimate(pattern: string): number {
  let [simple, groups] = [pattern.length, 1]
  for (const [, group, least, most] of pattern.matchAll(REPETITION)) {
    const times = Number(most || least)
    if (group) groups *= Math.max(1, times)
    else simple += times
  }
  return simple * groups
}
