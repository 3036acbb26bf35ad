import { expect, it } from 'vitest'
import { countWords, sentencesOf } from './sentences.ts'

const textsOf = (text: string) => sentencesOf(text).map((sentence) => sentence.text)

it('ends a sentence at a full stop, a question mark or an exclamation mark before white space', () => {
  expect(textsOf('One. Two? (Three!) Four')).toEqual(['One.', 'Two?', '(Three!)', 'Four'])
})

it('ends no sentence within a number, a file name or a URL', () => {
  expect(textsOf('It takes 1.3 ms in main.ts, see https://example.com/a.b?c=d for more')).toHaveLength(1)
})

it('ends a sentence at an abbreviation only before a capital', () => {
  expect(textsOf('A code, e.g. 463, or 479 etc. The rest follows.')).toEqual([
    'A code, e.g. 463, or 479 etc.',
    'The rest follows.',
  ])
})

it('counts the lines before a sentence', () => {
  expect(sentencesOf('One\ngoes here. Two\nis here.\nThree.').map(({ line }) => line)).toEqual([0, 1, 3])
})

it('counts a hyphenated word and a path as one word, and a sign as none', () => {
  expect(countWords('PENDING → SENT: at-most-once, a/b/c — done')).toBe(5)
})
