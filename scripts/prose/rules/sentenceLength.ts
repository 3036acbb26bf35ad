import type { Finding, Passage } from '../passage.ts'
import { countWords, sentencesOf } from '../sentences.ts'

const MAX_WORDS = 25

/** Finds sentences of more than 25 words. */
export function checkSentenceLength({ text, line }: Passage): Finding[] {
  return sentencesOf(text).flatMap((sentence) => {
    const words = countWords(sentence.text)
    if (words <= MAX_WORDS) return []
    const message = `${words} words, ${MAX_WORDS} at most. Split the sentence, one fact each: ${quote(sentence.text)}`
    return [{ line: line + sentence.line, rule: 'sentence-length' as const, message }]
  })
}

/** Quotes the beginning of a sentence. */
export function quote(sentence: string): string {
  const flat = sentence.replace(/\s+/g, ' ')
  return `"${flat.length > 60 ? `${flat.slice(0, 60)}…` : flat}"`
}
