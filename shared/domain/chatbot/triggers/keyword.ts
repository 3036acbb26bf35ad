import { fold } from '../fold.ts'
import { findsPattern } from '../pattern.ts'
import type { Keyword } from './schema.ts'

const MATCHES: Record<Keyword['matchType'], (text: string, keyword: string) => boolean> = {
  exact: (text, keyword) => fold(text) === fold(keyword),
  contains: (text, keyword) => fold(text).includes(fold(keyword)),
  starts_with: (text, keyword) => fold(text).startsWith(fold(keyword)),
  regex: (text, keyword) => findsPattern(keyword, text),
}

/** Whether one of the keywords is in a text, without regard to case and accents. */
export function hasKeyword({ keywords, matchType }: Keyword, text: string): boolean {
  return keywords.some((keyword) => MATCHES[matchType](text, keyword))
}
