import fc from 'fast-check'

/** Surrogates are no characters. */
const FIRST_SURROGATE = 0xd800
const SURROGATES = 0x800
const CHARACTERS = 0x110000 - SURROGATES

/**
 * Any character, as a unit of generated text. The unit `binary` of fast-check generates the same text, but writes a table of all
 * characters first, which takes 2 s of CPU time.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(CHARACTERS - 1).map(
  (place) => String.fromCodePoint(place < FIRST_SURROGATE ? place : place + SURROGATES),
  (text) => {
    const [character = '', ...more] = String(text)
    if (more.length > 0) throw new Error('The text has several characters')
    const point = character.codePointAt(0) ?? 0
    return point < FIRST_SURROGATE ? point : point - SURROGATES
  },
)
