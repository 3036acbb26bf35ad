import { z } from 'zod'
import { quoteOf } from './quoteOf.ts'
import { wordFault, wordFinder } from './word.ts'

/** Reads a written word as the word of the list. Adds a fault for a text that is none, and leaves other values to the schema. */
function spellingOf(words: readonly string[]) {
  const { find } = wordFinder(words)
  return (written: unknown, fail: (message: string) => void): unknown => {
    if (typeof written !== 'string') return written
    const found = find(written)
    if (found === undefined) fail(wordFault(written, words) + quoteOf(written))
    return found ?? written
  }
}

/**
 * Lets a person write a value of an enumeration in any case, with any separator between its parts. The published schema is that of the
 * enumeration, whose words are the values for programs.
 */
export function spelled<Schema extends z.ZodType<string>>(schema: Schema, words: readonly string[]) {
  const read = spellingOf(words)
  const spelling = z.preprocess(
    (value, { addIssue }) => read(value, (message) => addIssue({ code: 'custom', message })),
    schema,
  )
  const meta = schema.meta()
  return meta === undefined ? spelling : spelling.meta({ ...meta, id: undefined })
}

/** Does the same for the field that selects the branch of a union, such as `type`. */
export function spelledType<Schema extends z.ZodType>(
  schema: Schema,
  field: string,
  words: readonly string[],
) {
  const read = spellingOf(words)
  return z.preprocess((value, { addIssue }) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return value
    const written = (value as Record<string, unknown>)[field]
    const found = read(written, (message) => addIssue({ code: 'custom', message, path: [field] }))
    return found === written ? value : { ...value, [field]: found }
  }, schema)
}
