import { sql } from 'drizzle-orm'
import { arrayParam, type Transaction } from '#shared/database/index.ts'
import { usernameAddress } from '#shared/username.ts'
import { type Person, personOf } from '../../person.ts'
import type { PersonRequestRow } from '../../view.ts'

/**
 * Returns the person of a request by all JIDs and usernames. The first batch finds them, and stores them, because the walk erases the pairs
 * of numbers and LIDs.
 */
export async function resolveWithin(tx: Transaction, row: PersonRequestRow): Promise<Person> {
  const { id, appId } = row
  const given = personOf(row.jids.length > 0 ? row.jids : [row.person ?? ''])
  if (row.jids.length > 0) return given
  const known = arrayParam(given.jids)
  const { rows } = await tx.execute<{ lid: string; phoneJid: string }>(sql`
    select lid, phone_jid as "phoneJid" from lid_mappings
    where session_id = any (array(select id from sessions where app_id = ${appId}))
      and (phone_jid = any(${known}::text[]) or lid = any(${known}::text[]))`)
  const jids = [...given.jids, ...rows.flatMap(({ lid, phoneJid }) => [phoneJid, lid])]
  const person = personOf([...jids, ...(await usernamesWithin(tx, appId, jids))])
  await tx.execute(sql`update person_requests set jids = ${arrayParam(person.jids)}::text[] where id = ${id}`)
  return person
}

/** Returns the usernames of LIDs as `@username`. A message or a recipient may wait under the username. */
async function usernamesWithin(tx: Transaction, appId: string, jids: readonly string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ username: string }>(sql`
    select distinct lower(username) as username from usernames
    where session_id = any (array(select id from sessions where app_id = ${appId})) and lid = any(${arrayParam(jids)}::text[])`)
  return rows.map(({ username }) => usernameAddress(username))
}
