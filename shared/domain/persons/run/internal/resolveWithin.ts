import { sql } from 'drizzle-orm'
import { arrayParam, type Transaction } from '#shared/database/index.ts'
import { type Person, personOf } from '../../person.ts'
import type { PersonRequestRow } from '../../view.ts'

/**
 * Returns the person of a request by all JIDs. The first batch finds the JIDs, and stores them, because the walk erases the pairs of
 * numbers and LIDs.
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
  const person = personOf([...given.jids, ...rows.flatMap(({ lid, phoneJid }) => [phoneJid, lid])])
  await tx.execute(sql`update person_requests set jids = ${arrayParam(person.jids)}::text[] where id = ${id}`)
  return person
}
