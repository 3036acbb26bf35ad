import { expect, it } from 'vitest'
import { foldPhrase } from '../chatbot/foldText.ts'
import { START_PHRASES, START_WORDS, STOP_PHRASES, STOP_WORDS } from './words.ts'

it.each(['STOP', 'Stop!', 'İPTAL', 'ıptal', 'Çık', 'ABMELDEN.', 'Baja', 'SAIR', 'Arrêt', 'ARRET', '*stop*'])(
  'knows the stop word %j',
  (written) => {
    expect(STOP_PHRASES).toContain(foldPhrase(written))
  },
)

it.each(['BAŞLA', 'Start', 'Anmelden', 'ALTA', 'Começar', 'démarrer'])(
  'knows the start word %j',
  (written) => {
    expect(START_PHRASES).toContain(foldPhrase(written))
  },
)

it.each(['please stop', 'stopwatch', 'never end', 'yes', 'no', ''])('does not know %j', (written) => {
  expect([...STOP_PHRASES, ...START_PHRASES]).not.toContain(foldPhrase(written))
})

it('has no word that both stops and starts, and none twice', () => {
  const all = [...STOP_PHRASES, ...START_PHRASES]
  expect(new Set(all).size).toBe(all.length)
  expect([STOP_PHRASES.length, START_PHRASES.length]).toEqual([STOP_WORDS.length, START_WORDS.length])
})
