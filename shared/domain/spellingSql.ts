import { type SQL, sql } from 'drizzle-orm'
import { TWO_SPELLINGS } from '#shared/spellings.ts'

/** Builds the expression for the shortest spelling of a number in digits. Other texts stay unchanged. */
export function shortestSpelling(phone: SQL): SQL<string> {
  const cases = TWO_SPELLINGS.map(
    ({ country, pattern }) => sql`when ${country} then regexp_replace(${phone}, ${pattern}, '\\1\\2')`,
  )
  return sql<string>`case left(${phone}, 2) ${sql.join(cases, sql` `)} else ${phone} end`
}

/** Builds the expression for the array of a number's spellings, in digits. A number with one spelling may be in the array twice. */
export function spellingsArray(phone: SQL): SQL<string[]> {
  const cases = TWO_SPELLINGS.map(
    ({ country, pattern, inserted }) => sql`when ${country} then array[
      regexp_replace(${phone}, ${pattern}, '\\1\\2'), regexp_replace(${phone}, ${pattern}, ${`\\1${inserted}\\2`})]`,
  )
  return sql<string[]>`case left(${phone}, 2) ${sql.join(cases, sql` `)} else array[${phone}] end`
}

/** Builds the condition that two JIDs are one number, in any spelling. */
export function isSameNumber(jid: SQL, other: SQL): SQL<boolean> {
  const phone = (one: SQL) => shortestSpelling(sql`split_part(${one}, '@', 1)`)
  return sql<boolean>`(${jid} like '%@s.whatsapp.net' and ${other} like '%@s.whatsapp.net' and ${phone(jid)} = ${phone(other)})`
}
