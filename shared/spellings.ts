import { phoneJid, phoneOf } from './jid.ts'

/**
 * Countries whose mobile numbers have two spellings, with and without an inserted digit. WhatsApp knows an account by one of them.
 * Each pattern captures the digits before and after the inserted digit, and works in JavaScript and in PostgreSQL.
 */
export const TWO_SPELLINGS = [
  // Brazil: the ninth digit of mobile numbers, behind the area code. Fixed lines begin with 2 to 5 and have no ninth digit.
  { country: '55', pattern: '^(55[1-9][1-9])9?([6-9][0-9]{7})$', inserted: '9' },
  // Mexico: the 1 of mobile numbers, which the national plan dropped in 2019.
  { country: '52', pattern: '^(52)1?([2-9][0-9]{9})$', inserted: '1' },
  // Argentina: the 9 of mobile numbers. Area codes begin with 1 to 3.
  { country: '54', pattern: '^(54)9?([1-3][0-9]{9})$', inserted: '9' },
] as const

/**
 * Returns the spellings of a phone number, the shortest first. The shortest spelling identifies the person.
 * @param phone international number, in digits
 */
export function spellingsOf(phone: string): [string, ...string[]] {
  for (const { pattern, inserted } of TWO_SPELLINGS) {
    const [, before, after] = phone.match(pattern) ?? []
    if (before !== undefined && after !== undefined) return [before + after, before + inserted + after]
  }
  return [phone]
}

/** Returns the JIDs of the spellings of a phone-number JID, the shortest first. Returns another JID alone. */
export function jidSpellingsOf(jid: string): [string, ...string[]] {
  const phone = phoneOf(jid)
  if (phone === null) return [jid]
  const [shortest, ...longer] = spellingsOf(phone)
  return [phoneJid(shortest), ...longer.map(phoneJid)]
}
