import type { MarkdownExtract } from '../passage.ts'
import { extractComment } from './comment.ts'

/**
 * Extracts the comments that fill whole lines of a script, a workflow, a Dockerfile, or a Go or Python file.
 * Consecutive lines are one comment.
 *
 * @param marker the start of a comment: `#` or `//`
 */
export function extractLineComments(source: string, marker: '#' | '//'): MarkdownExtract {
  const result: MarkdownExtract = { passages: [], code: [] }
  let comment: string[] = []
  const lines = source.split('\n')
  for (const [index, line] of [...lines, ''].entries()) {
    const text = line.trimStart()
    if (text.startsWith(marker) && !text.startsWith('#!')) {
      comment.push(text.slice(marker.length))
      continue
    }
    if (comment.length > 0) {
      const { passages, code } = extractComment(comment, index - comment.length + 1, 'comment')
      result.passages.push(...passages)
      result.code.push(...code)
    }
    comment = []
  }
  return result
}
