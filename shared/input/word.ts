import { z } from 'zod'
import { nearestName } from './nearestName.ts'

/** Forms of `i`: the capital of `i` is `İ` on a Turkish keyboard, and the small letter of `I` is `ı`. */
const FORMS_OF_I = '[Iiİı]'
/** Separator of two parts of a word: `not_equals`, `not-equals`, `not equals`, `notEquals`. */
const SEPARATOR = '[-_ ]?'

/** Returns the source of a pattern that matches a word in any case, with any separator between its parts. */
export function anySpelling(word: string): string {
  return [...word].map(formsOf).join('')
}

function formsOf(character: string): string {
  if (character === '_' || character === '-') return SEPARATOR
  if (character.toLowerCase() === 'i') return FORMS_OF_I
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()]
  return lower === upper ? character.replace(/[^\w]/, '\\$&') : `[${upper}${lower}]`
}

/**
 * Returns a function that finds the word of a list that a person means. Case and the separator of two parts do not matter.
 * @param synonyms further spellings, with their word
 */
export function wordFinder<const Word extends string>(
  words: readonly Word[],
  synonyms: Readonly<Record<string, Word>> = {},
): { find(text: string): Word | undefined; pattern: string } {
  const spelled: [string, Word][] = [
    ...words.map((word): [string, Word] => [word, word]),
    ...Object.entries(synonyms),
  ]
  const known = spelled.map(([spelling, word]) => ({
    pattern: new RegExp(`^${anySpelling(spelling)}$`),
    word,
  }))
  return {
    find: (text) => known.find(({ pattern }) => pattern.test(text))?.word,
    pattern: `^(?:${spelled.map(([spelling]) => anySpelling(spelling)).join('|')})$`,
  }
}

/** Returns the text of the fault of a word that a list does not have. */
export function wordFault(written: unknown, words: readonly string[]): string {
  const nearest = typeof written === 'string' ? nearestName(written, words) : undefined
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  return `Give one of: ${words.join(', ')}.${hint}`
}

/**
 * Returns the schema of a word from a list, which a person types. Case and the separator of two parts do not matter. The parsed value
 * is the word of the list.
 * @param synonyms further spellings, with their word
 */
export function word<const Word extends string>(
  words: readonly [Word, ...Word[]],
  synonyms: Readonly<Record<string, Word>> = {},
) {
  const { find, pattern } = wordFinder(words, synonyms)
  return z
    .string()
    .transform((text) => find(text) ?? text)
    .pipe(z.enum(words, { error: ({ input }) => wordFault(input, words) }))
    .meta({ anyOf: [{ enum: [...words] }, { pattern }] })
}
