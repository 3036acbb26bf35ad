import jsTokens, { type Token as JsToken } from 'js-tokens'
import { lineFeeds } from '../sentences.ts'

export interface Token {
  type: JsToken['type']
  value: string
  line: number
}

export interface Comment {
  kind: 'docstring' | 'comment'
  /** The text without the markers. */
  lines: string[]
  line: number
  /** True if code precedes the comment in its line. */
  trailing: boolean
}

/** Splits a TypeScript source into its tokens without white space, and its comments. Adjacent `//` lines are one comment. */
export function tokensOf(source: string): { tokens: Token[]; comments: Comment[] } {
  const tokens: Token[] = []
  const comments: Comment[] = []
  let line = 1
  for (const { type, value } of jsTokens(source)) {
    if (type === 'SingleLineComment')
      addLine(comments, { value, line, trailing: tokens.at(-1)?.line === line })
    else if (type === 'MultiLineComment') comments.push(multiLine(value, line))
    else if (type !== 'WhiteSpace' && type !== 'LineTerminatorSequence') tokens.push({ type, value, line })
    if (value.includes('\n')) line += lineFeeds(value)
  }
  return { tokens, comments }
}

function addLine(
  comments: Comment[],
  { value, line, trailing }: { value: string; line: number; trailing: boolean },
) {
  const last = comments.at(-1)
  const adjacent = last?.kind === 'comment' && !last.trailing && last.line + last.lines.length === line
  if (adjacent && !trailing) last.lines.push(value.slice(2))
  else comments.push({ kind: 'comment', lines: [value.slice(2)], line, trailing })
}

function multiLine(value: string, line: number): Comment {
  const docstring = value.startsWith('/**')
  const lines = value
    .slice(docstring ? 3 : 2, -2)
    .split('\n')
    .map((text, index) => (index === 0 ? text : text.replace(/^\s*\*/, '')))
  return { kind: docstring ? 'docstring' : 'comment', lines, line, trailing: false }
}
