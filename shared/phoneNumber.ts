/** Spaces and direction marks that people paste with a number, as the inside of a character class. */
export const PASTED_SPACE =
  '\\t-\\r \\u00A0\\u061C\\u1680\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u2069\\u3000\\uFEFF'
/** Dashes and hyphens: of ASCII, the soft hyphen, the dashes of Unicode, the hyphen bullet, the minus, the small and the full-width forms. */
const DASHES = '\\-\\u00AD\\u2010-\\u2015\\u2043\\u2212\\uFE58\\uFE63\\uFF0D'
/** Dots: of ASCII, the middle dot, the dot leader, the hyphenation point, the small and the full-width form. */
const DOTS = '.\\u00B7\\u2024\\u2027\\uFE52\\uFF0E'
/** Brackets of ASCII and in full width. */
const BRACKETS = '()[\\]\\uFF08\\uFF09\\uFF3B\\uFF3D'
/** Characters between the digits of a number, as the inside of a character class. */
const SEPARATOR = `${PASTED_SPACE}${DASHES}${DOTS}${BRACKETS}`
/** Plus signs: of ASCII, the small and the full-width form. */
const PLUS = '[+\\uFE62\\uFF0B]'

/** The zeros of the scripts in the Basic Multilingual Plane. The digits of a script follow its zero. */
const ZEROS =
  '0\u0660\u06F0\u07C0\u0966\u09E6\u0A66\u0AE6\u0B66\u0BE6\u0C66\u0CE6\u0D66\u0DE6\u0E50\u0ED0\u0F20\u1040\u1090\u17E0' +
  '\u1810\u1946\u19D0\u1A80\u1A90\u1B50\u1BB0\u1C40\u1C50\uA620\uA8D0\uA900\uA9D0\uA9F0\uAA50\uABF0\uFF10'

/** Returns the inside of a character class with the digits `from` to 9 of each script. */
function digitsFrom(from: number): string {
  return [...ZEROS]
    .map((zero) => zero.charCodeAt(0))
    .map((zero) => `${String.fromCharCode(zero + from)}-${String.fromCharCode(zero + 9)}`)
    .join('')
}

const SEP = `[${SEPARATOR}]*`
const SPACES = `[${PASTED_SPACE}]*`
const ZERO = `[${ZEROS}]`
const DIGIT = `${SEP}[${digitsFrom(0)}]`
/** The `(0)` behind a country code: the digit that callers inside the country dial first. */
const TRUNK = `${SEP}[([\\uFF08\\uFF3B]${SPACES}${ZERO}${SPACES}[)\\]\\uFF09\\uFF3D]`
const PREFIX = `${SEP}(?:${PLUS}${SEP})?(?:${ZERO}${SEP}${ZERO}${SEP})?`

/**
 * Pattern of an international phone number as people write it, without anchors. The pattern allows `+`, `00`, separators and `(0)`
 * behind the country code. The digits may be those of any script in the Basic Multilingual Plane. E.164 has at most 15 digits, the first of which is not
 * 0. The shortest number in use has 7 digits. A country code has 1 to 3 digits.
 */
export const WRITTEN_NUMBER =
  `${PREFIX}[${digitsFrom(1)}](?:${TRUNK}(?:${DIGIT}){6,14}|` +
  `${DIGIT}(?:${TRUNK}(?:${DIGIT}){5,13}|${DIGIT}(?:${TRUNK})?(?:${DIGIT}){4,12}))${SEP}`

const INTERNATIONAL_NUMBER = /^[1-9]\d{6,14}$/
const WITH_TRUNK = new RegExp(`^(${PREFIX}[1-9](?:${SEP}\\d){0,2})${TRUNK}`)

/** Returns the digits of a number that matches `WRITTEN_NUMBER`, without prefix and without `(0)`. */
export function digitsOf(written: string): string {
  const ascii = toAsciiDigits(written)
  const digits = (text: string) => text.replace(/\D/g, '').replace(/^00/, '')
  const short = digits(ascii.replace(WITH_TRUNK, '$1'))
  return INTERNATIONAL_NUMBER.test(short) ? short : digits(ascii)
}

/** Replaces the digits of any script by ASCII digits. */
export function toAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
}

/** Returns the value of a digit. Unicode has the ten digits of a script in order, and a run of digits begins with a zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let start = code
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1
  return (code - start) % 10
}
