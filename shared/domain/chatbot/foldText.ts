import { dropInvisible, foldCase } from '#shared/foldCase.ts'
import { toAsciiDigits } from './digits.ts'

/** Other forms of letters and digits: ligatures, full width, half width, numbers in circles, and letters of formulas. */
const OTHER_FORMS = /[\u2460-\u2473\ufb00-\ufb06\uff01-\uffee\u{1d400}-\u{1d7ff}]/gu
/**
 * Marks that NFD separates from their letters, and that people omit. Examples are accents, the cedilla, the dot of a
 * Turkish İ, and the vowel points of Hebrew and Arabic. The marks that make an emoji of a digit belong to this set.
 * In other scripts, a mark is part of the letter: without marks, कि and की would be equal.
 */
const MARKS = /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u0652]|[\u20d0-\u20f0]/g
const SPACES = /\s+/g
/**
 * Marks after the 30th on one letter, as in the Stream-Safe Text Format of UAX #15. Normalisation sorts the marks of
 * a letter in quadratic time: a message of 65,536 marks took 2.4 s of CPU.
 */
const SURPLUS_MARKS = /(\p{M}{30})\p{M}+/gu

/** Letters with a stroke, which NFD does not separate, and the final form of the Greek sigma. */
const PLAIN: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aⱥ bƀ cȼ dđ dð eɇ gǥ hħ iɨ jɉ kꝁ lł lƚ oø oɵ rɍ tŧ tⱦ uʉ yɏ zƶ σς'.split(' ')].map(
    ([plain = '', letter]) => [letter, plain],
  ),
)
const STROKED = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g')

/**
 * Folds a text for comparison: removes case, accents, strokes, invisible characters and surplus spaces, and writes each
 * digit in ASCII. `I`, `ı`, `İ` and `i` become one letter. Lower-casing alone would separate `IPTAL` from `iptal` in one
 * locale, and from `ıptal` in another.
 */
export function foldText(text: string): string {
  const visible = dropInvisible(text).replace(OTHER_FORMS, (form) => form.normalize('NFKC'))
  const bare = visible.replace(SURPLUS_MARKS, '$1').normalize('NFD').replace(MARKS, '')
  const plain = foldCase(bare).replace(STROKED, (letter) => PLAIN[letter] ?? letter)
  // NFC composes the letters again, so that the syllable 가 is not the beginning of 각.
  return dropInvisible(toAsciiDigits(plain.normalize('NFC')))
    .replace(SPACES, ' ')
    .trim()
}

/** Punctuation with a meaning of its own: `C#` is not `C`, and 50% is not 50. */
const MARKS_OF_MEANING = '#%&@/\\\\§'
const EDGE = `(?![${MARKS_OF_MEANING}])[\\p{P}~\`\\s]`
/** A sign, a point or a comma in front of a digit belongs to the number. */
const LEADING_EDGE = new RegExp(`^(?:(?![-.,]\\d)${EDGE})+`, 'u')
const EDGE_CHARACTER = new RegExp(`^${EDGE}$`, 'u')

/**
 * Folds a text, and removes the punctuation at its edges, such as `Stop!`, `«2»` and `*yes*`. A text of punctuation only stays as
 * it is.
 */
export function foldPhrase(text: string): string {
  const folded = foldText(text)
  const begun = folded.replace(LEADING_EDGE, '')
  // A pattern for the end would start again at each character of a long row of punctuation.
  let end = begun.length
  while (end > 0 && EDGE_CHARACTER.test(begun.charAt(end - 1))) end -= 1
  return begun.slice(0, end) || folded
}
