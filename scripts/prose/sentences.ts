export interface Sentence {
  text: string
  /** Line feeds between the start of the passage and the sentence. */
  line: number
}

const END = /[.!?]+["')\]”’]*(?=\s|$)/g
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|incl|max|min|resp)\.$/i

/** Splits a passage into sentences. An abbreviation such as "e.g." ends no sentence, unless a capital follows. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  const close = (end: number) => {
    const raw = text.slice(start, end)
    const lead = raw.length - raw.trimStart().length
    if (raw.trim() !== '') {
      sentences.push({ text: raw.trim(), line: lineFeeds(text.slice(0, start + lead)) })
    }
    start = end
  }
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length
    const abbreviated = ABBREVIATION.test(text.slice(start, end)) && !/^\s+\p{Lu}/u.test(text.slice(end))
    if (!abbreviated) close(end)
  }
  close(text.length)
  return sentences
}

/** Counts the words of a sentence: runs between white space that hold a letter or a digit. */
export function countWords(sentence: string): number {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

export function lineFeeds(text: string): number {
  return text.split('\n').length - 1
}
