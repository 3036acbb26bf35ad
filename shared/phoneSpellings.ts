/** Numbers that WhatsApp knows by two spellings. A rule returns the other spelling, or null for another country. */
const RULES: readonly ((phone: string) => string | null)[] = [
  // Brazil: mobile numbers got a ninth digit, a 9 behind the area code.
  (phone) => swap(phone, /^(55\d{2})9(\d{8})$/, /^(55\d{2})(\d{8})$/, '9'),
  // Mexico: a 1 behind the country code marked mobile numbers.
  (phone) => swap(phone, /^(52)1(\d{10})$/, /^(52)(\d{10})$/, '1'),
  // Argentina: a 9 behind the country code marks mobile numbers.
  (phone) => swap(phone, /^(54)9(\d{10})$/, /^(54)(\d{10})$/, '9'),
]

/** Returns the spellings of a number in digits under which WhatsApp may know the number, with the number itself first. */
export function spellingsOf(phone: string): string[] {
  const others = RULES.flatMap((rule) => rule(phone) ?? [])
  return [phone, ...others]
}

function swap(phone: string, long: RegExp, short: RegExp, digit: string): string | null {
  if (long.test(phone)) return phone.replace(long, '$1$2')
  return short.test(phone) ? phone.replace(short, `$1${digit}$2`) : null
}
