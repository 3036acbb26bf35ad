/** Marks that NFD takes off their letters: accents, the cedilla, the dot of a Turkish İ. */
const MARKS = /\p{M}/gu
const DOTLESS = /ı/g
const SPACES = /\s+/g

/**
 * The form in which words are compared: without case, accents and surplus spaces. `I`, `ı`, `İ` and `i` are one letter: lower-casing
 * alone makes `IPTAL` another word than `iptal`, or than `ıptal`, by the locale of who wrote it.
 */
export function fold(text: string): string {
  const bare = text.normalize('NFD').replace(MARKS, '').toLowerCase()
  return bare.replace(DOTLESS, 'i').replace(SPACES, ' ').trim()
}
