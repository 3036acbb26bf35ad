import type { Interruptible } from '../budget/index.ts'
import { foldText } from '../foldText.ts'
import { findsPattern } from '../pattern.ts'
import type { Keyword } from './schema.ts'

const MATCHES: Record<
  Exclude<Keyword['matchType'], 'regex'>,
  (folded: string, keyword: string) => boolean
> = {
  exact: (folded, keyword) => folded === foldText(keyword),
  contains: (folded, keyword) => folded.includes(foldText(keyword)),
  starts_with: (folded, keyword) => folded.startsWith(foldText(keyword)),
}

/** Tells whether a text matches one of the keywords, ignoring case and accents. */
export function* hasKeyword({ keywords, matchType }: Keyword, text: string): Interruptible<boolean> {
  const folded = foldText(text)
  for (const keyword of keywords) {
    yield
    const isFound =
      matchType === 'regex' ? yield* findsPattern(keyword, text) : MATCHES[matchType](folded, keyword)
    if (isFound) return true
  }
  return false
}
