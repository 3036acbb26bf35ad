/**
 * Marks that NFD separates from their letters, and that people omit. Examples are accents, the cedilla, the dot of a
 * Turkish İ, and the vowel points of Hebrew and Arabic. The marks that make an emoji of a digit belong to this set.
 * In other scripts, a mark is part of the letter: without marks, कि and की would be equal.
 */
const MARKS = /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u0652]|[\u20d0-\u20f0]|\ufe0e|\ufe0f/g
/** Turkish dotless i. */
const DOTLESS = /\u0131/g
const SPACES = /\s+/g
/**
 * Marks after the 30th on one letter, as in the Stream-Safe Text Format of UAX #15. Normalisation sorts the marks of
 * a letter in quadratic time: a message of 65,536 marks took 2.4 s of CPU.
 */
const SURPLUS_MARKS = /(\p{M}{30})\p{M}+/gu

/**
 * Folds a text for comparison: removes case, accents and surplus spaces. `I`, `ı`, `İ` and `i` become one letter.
 * Lower-casing alone would separate `IPTAL` from `iptal` in one locale, and from `ıptal` in another.
 */
export function foldText(text: string): string {
  const bare = text.replace(SURPLUS_MARKS, '$1').normalize('NFD').replace(MARKS, '').toLowerCase()
  // NFC composes the letters again, so that the syllable 가 is not the beginning of 각.
  return bare.replace(DOTLESS, 'i').normalize('NFC').replace(SPACES, ' ').trim()
}
