const DIGIT = /\p{Nd}/u
const FOREIGN_DIGITS = /(?![0-9])\p{Nd}/gu
const known = new Map<string, string>()

/** Replaces the decimal digits of each script by ASCII digits, as phones with an Arabic or Indian keyboard write others. */
export function toAsciiDigits(text: string): string {
  return text.replace(FOREIGN_DIGITS, (digit) => {
    const ascii = known.get(digit) ?? readDigit(digit)
    known.set(digit, ascii)
    return ascii
  })
}

/** Unicode encodes the decimal digits of a script in one row from 0 to 9. Two rows may follow each other. */
function readDigit(digit: string): string {
  const at = digit.codePointAt(0) ?? 0
  let before = 0
  while (DIGIT.test(String.fromCodePoint(at - before - 1))) before += 1
  return String(before % 10)
}
