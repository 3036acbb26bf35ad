import { foldText } from '../foldText.ts'
import type { Choice, Reply } from './run.ts'

const NUMBER = /^(\d{1,2})[.)]?$/

/** Writes a question with numbered choices as text, which every phone shows. */
export function numbered(question: string, choices: readonly Choice[]): string {
  const lines = choices.map(({ label }, index) => `${index + 1}. ${label}`)
  return [question, '', ...lines].join('\n').trim()
}

/** Finds the choice of a reply: by a tap, by its label or id, or by its number. Returns undefined without a match. */
export function chosen(choices: readonly Choice[], { text, buttonId }: Reply): Choice | undefined {
  const tapped = choices.find(({ id }) => id === buttonId)
  if (tapped) return tapped
  const written = foldText(text)
  if (written === '') return undefined
  const number = NUMBER.exec(written)?.[1]
  return (
    choices.find(({ label }) => foldText(label) === written) ??
    choices.find(({ id }) => foldText(id) === written) ??
    (number === undefined ? undefined : choices[Number(number) - 1])
  )
}
