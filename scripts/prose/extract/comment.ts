import type { Kind, MarkdownExtract } from '../passage.ts'
import { lineFeeds } from '../sentences.ts'
import { extractMarkdown } from './markdown.ts'

const DIRECTIVE = /^\s*(?:biome-ignore\s+\S+|@ts-expect-error|c8 ignore\b.*|v8 ignore\b.*)/
const NAMED_TAG = /^@(?:param|property|template|returns)\s+(?:(?=\{)\{[^}]*\}\s*)?[\w.[\]$]+|^@\w+/

/**
 * Extracts the passages of a comment, whose text is read as Markdown. A tag such as `@param` begins a passage and is not part of it.
 *
 * @param lines the lines of the comment without its markers
 * @param firstLine the line of the file at which the comment begins, from 1
 */
export function extractComment(lines: string[], firstLine: number, kind: Kind): MarkdownExtract {
  const result: MarkdownExtract = { passages: [], code: [] }
  let line = firstLine
  for (const section of sectionsOf(lines)) {
    const { passages, code } = extractMarkdown(section, line, kind)
    result.passages.push(...passages.map((passage) => ({ ...passage, first: false })))
    result.code.push(...code)
    line += lineFeeds(section) + 1
  }
  const [opening] = result.passages
  if (opening) opening.first = !(lines.find((text) => text.trim() !== '') ?? '').trimStart().startsWith('@')
  return result
}

function sectionsOf(lines: string[]): string[] {
  const sections: string[][] = [[]]
  for (const [index, raw] of lines.entries()) {
    const text = raw.replace(DIRECTIVE, '').replace(/\{@link\s+([^}]*)\}/g, '`$1`')
    if (text.trimStart().startsWith('@') && index > 0) sections.push([])
    sections.at(-1)?.push(text)
  }
  return sections.map((section) => withoutIndentation(section).join('\n').replace(NAMED_TAG, ''))
}

/** Removes the indentation that all lines share, and that of the first line. */
function withoutIndentation(lines: string[]): string[] {
  const [first = '', ...rest] = lines
  const widths = rest
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const width = Math.min(...widths, 100)
  return [first.trim(), ...rest.map((line) => line.slice(width).trimEnd())]
}
