import { foldPhrase, foldText } from '../foldText.ts'
import type { Choice, Reply } from './run.ts'

const NUMBER = /^#?(\d{1,2})$/

/** Writes a question with numbered choices as text, which every phone shows. */
export function numbered(question: string, choices: readonly Choice[]): string {
  const lines = choices.map(({ label }, index) => `${index + 1}. ${label}`)
  return [question, '', ...lines].join('\n').trim()
}

/** Finds the choice of a reply: by a tap, by its label or id, or by its number. Returns undefined without a match. */
export function chosen(choices: readonly Choice[], { text, buttonId }: Reply): Choice | undefined {
  const tapped = choices.find(({ id }) => id === buttonId)
  if (tapped) return tapped
  const number = NUMBER.exec(foldPhrase(text))?.[1]
  return (
    // With its punctuation, a reply may name one of two choices such as `Yes` and `Yes!`.
    named(choices, text, foldText) ??
    named(choices, text, foldPhrase) ??
    (number === undefined ? undefined : choices[Number(number) - 1])
  )
}

function named(choices: readonly Choice[], text: string, fold: (text: string) => string): Choice | undefined {
  const written = fold(text)
  if (written === '') return undefined
  return (
    choices.find(({ label }) => fold(label) === written) ?? choices.find(({ id }) => fold(id) === written)
  )
}
