import { type SQL, sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { namesOf, type Person } from '../../person.ts'

/** Builds the condition that a column of JIDs has one of the person's. */
export function isJidIn(person: Person, column: SQL): SQL {
  return sql`${column} = any(${arrayParam(person.jids)}::text[])`
}

/** Builds the condition that a text may name the person. `isNamedIn` decides. */
export function mayName(person: Person, text: SQL): SQL {
  return sql`${text} like any(${arrayParam(person.patterns)}::text[])`
}

/** Builds the condition that a JSON value names the person, as `isNamedIn` decides. */
export function names(person: Person, json: SQL): SQL {
  // An escape such as `\\n` would join a number to the letter before the number.
  const unescaped = sql`regexp_replace(${json}::text, '\\\\[bfnrtu]', ' ', 'g')`
  return sql`(${mayName(person, sql`${json}::text`)} and ${unescaped} ~ ${namesOf(person).source})`
}
