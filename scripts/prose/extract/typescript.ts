import type { Code, Extract, MarkdownExtract } from '../passage.ts'
import { extractComment } from './comment.ts'
import { descriptions, testNames } from './strings.ts'
import { type Token, tokensOf } from './tokens.ts'

/**
 * Extracts the prose and the names of a TypeScript or JavaScript source.
 *
 * @param options.isTest a test has no descriptions of its own; its strings are data
 */
export function extractTypeScript(source: string, options = { isTest: false }): Extract {
  const { tokens, comments } = tokensOf(source)
  const fromComments = comments.map(({ lines, line, kind }) => extractComment(lines, line, kind))
  return {
    passages: [
      ...fromComments.flatMap(({ passages }) => passages),
      ...testNames(tokens),
      ...(options.isTest ? [] : descriptions(tokens)),
    ],
    code: codeOf(tokens, fromComments),
  }
}

function* codeOf(tokens: Token[], comments: MarkdownExtract[]): Iterable<Code> {
  for (const { code } of comments) yield* code
  for (const { type, value, line } of tokens) {
    if (type === 'IdentifierName' || type === 'PrivateIdentifier') {
      yield { kind: 'identifier', text: value.replace('#', ''), line }
    } else if (type === 'StringLiteral' || type.startsWith('Template') || type === 'NoSubstitutionTemplate') {
      yield { kind: 'text', text: value, line }
    }
  }
}
