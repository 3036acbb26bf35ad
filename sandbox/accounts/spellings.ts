/** A country whose mobile numbers have two spellings: with and without a digit behind the prefix. */
interface Spelling {
  long: RegExp
  short: RegExp
  digit: string
}

/**
 * The countries, with their prefix and the rest of the number. Brazil added a ninth digit to mobile numbers, which begin with
 * 6 to 9. Mexico dropped a 1 behind its country code. Callers of mobile numbers in Argentina dial a 9 there.
 */
const SPELLINGS: readonly Spelling[] = [
  { long: /^(55[1-9][0-9])9([6-9][0-9]{7})$/, short: /^(55[1-9][0-9])([6-9][0-9]{7})$/, digit: '9' },
  { long: /^(52)1([0-9]{10})$/, short: /^(52)([0-9]{10})$/, digit: '1' },
  { long: /^(54)9([0-9]{10})$/, short: /^(54)([0-9]{10})$/, digit: '9' },
]

/** Returns the other spelling of a number in digits, or null if the number has one spelling. */
export function otherSpelling(phone: string): string | null {
  for (const { long, short, digit } of SPELLINGS) {
    if (long.test(phone)) return phone.replace(long, '$1$2')
    if (short.test(phone)) return phone.replace(short, `$1${digit}$2`)
  }
  return null
}
