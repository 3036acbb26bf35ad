import { expect, it } from 'vitest'
import { cutText } from './cutText.ts'

it.each([
  ['a surrogate pair', 'ab🚀', 3, 'ab'],
  ['a family', 'a👨‍👩‍👧', 5, 'a'],
  ['a flag', '🇹🇷🇩🇪', 6, '🇹🇷'],
  ['an accent', 'cafe\u0301', 4, 'caf'],
  ['a skin tone', 'ok👍🏽', 4, 'ok'],
  ['a syllable of Hindi', 'नमस्ते', 3, 'नम'],
  ['nothing', 'abc', 3, 'abc'],
])('does not cut %s', (_, text, max, expected) => {
  expect(cutText(text, max)).toBe(expected)
})

it('cuts a long text at a character near the limit', () => {
  expect(cutText('🚀'.repeat(5_000), 4_095)).toHaveLength(4_094)
  expect(cutText(`a${'\u0301'.repeat(5_000)}`, 4_096)).toHaveLength(4_096)
})
