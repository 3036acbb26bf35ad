import type { Finding, Passage } from '../passage.ts'
import { sentencesOf } from '../sentences.ts'
import { quote } from './sentenceLength.ts'

const OPENING = /^["'(]*(?:What|Who|Whose|Whom|Whoever|Whatever|How|Whether|That|Where|Wherever|Those|Of)\b/i
const FREE_RELATIVE =
  /^["'(]*(?:What|Whatever|Who|Whom|Whoever|(?:Those|That|One) (?:that|who|which|whose))\b/i

/**
 * Finds a docstring, a comment or a test's name whose first word is an interrogative, "that", "those" or "of". The rule also finds each later
 * sentence that begins with a free relative. Headings and questions are allowed.
 */
export function checkOpening({ kind, text, line, first }: Passage): Finding[] {
  if (kind === 'heading') return []
  return sentencesOf(text).flatMap((sentence, index): Finding[] => {
    const at = line + sentence.line
    const opens = first && index === 0 && (kind === 'docstring' || kind === 'comment' || kind === 'testName')
    if (opens && OPENING.test(sentence.text)) {
      return [{ line: at, rule: 'opening', message: `${REMEDY[kind]}: ${quote(sentence.text)}` }]
    }
    if (FREE_RELATIVE.test(sentence.text) && !sentence.text.endsWith('?')) {
      const message = `Begin with the noun that the clause describes: ${quote(sentence.text)}`
      return [{ line: at, rule: 'free-relative', message }]
    }
    return []
  })
}

const REMEDY = {
  docstring: 'Begin with a verb in the third person ("Stores …") or with the noun that is named',
  comment: 'Begin with the noun that the comment is about',
  testName: 'Name the guarantee: begin with its subject or its verb',
}
