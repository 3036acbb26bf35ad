import { fold } from '../fold.ts'
import { findsPattern } from '../pattern.ts'
import type { Keyword } from './schema.ts'

/** A message, and the form in which it is compared. */
interface Written {
  text: string
  folded: string
}

const MATCHES: Record<Keyword['matchType'], (written: Written, keyword: string) => boolean> = {
  exact: ({ folded }, keyword) => folded === fold(keyword),
  contains: ({ folded }, keyword) => folded.includes(fold(keyword)),
  starts_with: ({ folded }, keyword) => folded.startsWith(fold(keyword)),
  regex: ({ text }, keyword) => findsPattern(keyword, text),
}

/** Whether one of the keywords is in a text, without regard to case and accents. */
export function hasKeyword({ keywords, matchType }: Keyword, text: string): boolean {
  const written = { text, folded: fold(text) }
  return keywords.some((keyword) => MATCHES[matchType](written, keyword))
}
