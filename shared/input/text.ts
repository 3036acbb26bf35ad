import { z } from 'zod'

/**
 * White space of JavaScript and of Python, as the inside of a character class. The two languages disagree on `\s`, and a
 * published pattern must have one meaning.
 */
export const WHITE_SPACE =
  '\\t-\\r\\u001C-\\u001F \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF'

/** Matches a text that holds more than white space. */
export const VISIBLE = new RegExp(`[^${WHITE_SPACE}]`)
/** Matches an empty text, and a text that holds more than white space. */
export const EMPTY_OR_VISIBLE = new RegExp(`^$|[^${WHITE_SPACE}]`)
export const BLANK_MESSAGE = 'Give a text. White space alone is no text'

/**
 * Returns the schema of a text that holds more than white space. The parsed value is the text as written.
 * @param max maximum length, in code points, as JSON Schema counts
 */
export function filledText(max: number) {
  return z.string().min(1, { abort: true }).max(max).regex(VISIBLE, BLANK_MESSAGE)
}

/**
 * Returns the schema of a text that may be empty, and otherwise holds more than white space.
 * @param max maximum length, in code points, as JSON Schema counts
 */
export function emptyOrFilledText(max: number) {
  return z.string().max(max).regex(EMPTY_OR_VISIBLE, BLANK_MESSAGE)
}

/**
 * Returns the schema of a name that holds more than white space. The parsed value has no white space around it.
 * @param max maximum length as written, in code points, as JSON Schema counts
 */
export function filledName(max: number) {
  return filledText(max).trim()
}
