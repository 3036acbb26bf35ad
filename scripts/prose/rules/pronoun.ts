import type { Finding, Passage } from '../passage.ts'
import { sentencesOf } from '../sentences.ts'
import { quote } from './sentenceLength.ts'

const PRONOUN = /^["'(]*(?:It|Its|They|Their|The former|The latter)\b/

/** Finds sentences that begin with a pronoun, whose noun then stands in an earlier sentence. */
export function checkPronoun({ kind, text, line }: Passage): Finding[] {
  if (kind === 'heading') return []
  return sentencesOf(text).flatMap((sentence, index): Finding[] => {
    if (index === 0 || !PRONOUN.test(sentence.text)) return []
    const message = `Name the noun again, or join the sentences: ${quote(sentence.text)}`
    return [{ line: line + sentence.line, rule: 'pronoun', message }]
  })
}
