import type { Interruptible } from '../budget/index.ts'
import { fold } from '../fold.ts'
import { findsPattern } from '../pattern.ts'
import type { Keyword } from './schema.ts'

const MATCHES: Record<
  Exclude<Keyword['matchType'], 'regex'>,
  (folded: string, keyword: string) => boolean
> = {
  exact: (folded, keyword) => folded === fold(keyword),
  contains: (folded, keyword) => folded.includes(fold(keyword)),
  starts_with: (folded, keyword) => folded.startsWith(fold(keyword)),
}

/** Whether one of the keywords is in a text, without regard to case and accents. */
export function* hasKeyword({ keywords, matchType }: Keyword, text: string): Interruptible<boolean> {
  const folded = fold(text)
  for (const keyword of keywords) {
    yield
    const isFound =
      matchType === 'regex' ? yield* findsPattern(keyword, text) : MATCHES[matchType](folded, keyword)
    if (isFound) return true
  }
  return false
}
