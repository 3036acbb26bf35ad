import type { Interruptible } from '../budget/index.ts'
import { foldPhrase, foldText } from '../foldText.ts'
import { findsPattern } from '../pattern.ts'
import type { Keyword } from './schema.ts'

const MATCHES: Record<
  Exclude<Keyword['matchType'], 'regex'>,
  (text: { whole: string; phrase: string }, keyword: string) => boolean
> = {
  exact: ({ phrase }, keyword) => phrase === keyword,
  // The punctuation of the text stays, because a keyword may be `?`.
  contains: ({ whole }, keyword) => whole.includes(keyword),
  starts_with: ({ whole, phrase }, keyword) => phrase.startsWith(keyword) || whole.startsWith(keyword),
}

/** Tells whether a text matches one of the keywords, as people write it on a phone. */
export function* hasKeyword({ keywords, matchType }: Keyword, text: string): Interruptible<boolean> {
  const folded = { whole: foldText(text), phrase: foldPhrase(text) }
  for (const keyword of keywords) {
    yield
    const isFound =
      matchType === 'regex'
        ? yield* findsPattern(keyword, text)
        : MATCHES[matchType](folded, foldPhrase(keyword))
    if (isFound) return true
  }
  return false
}
