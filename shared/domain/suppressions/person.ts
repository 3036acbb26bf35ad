import { type SQL, sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isLid, phoneOf } from '#shared/jid.ts'
import { spellingsOf } from '#shared/spellings.ts'
import type { AppContext } from '../context.ts'
import { shortestSpelling } from '../spellingSql.ts'

/** A person of a suppression. */
export interface SuppressedPerson {
  /** Key of the person: the shortest spelling of the number, or the JID of a LID without a known number. */
  person: string
  /** The number in digits, or the JID of the LID. */
  phone: string
}

/** Returns the person of a JID. */
export function personOf(jid: string): SuppressedPerson {
  const phone = phoneOf(jid) ?? jid
  return { phone, person: spellingsOf(phone)[0] }
}

/** Returns the persons of JIDs, in the same order. A LID whose number a session of the app knows is the person of that number. */
export async function findPersons({
  ctx,
  input: { jids },
}: {
  ctx: Pick<AppContext, 'appId' | 'db'>
  input: { jids: readonly string[] }
}): Promise<SuppressedPerson[]> {
  const lids = jids.filter(isLid)
  if (lids.length === 0) return jids.map(personOf)
  const { rows } = await ctx.db.execute<{ lid: string; phoneJid: string }>(sql`
    select m.lid, m.phone_jid as "phoneJid" from sessions s join lid_mappings m on m.session_id = s.id
    where s.app_id = ${ctx.appId} and m.lid = any(${arrayParam(lids)}::text[])`)
  const known = new Map(rows.map(({ lid, phoneJid }) => [lid, phoneJid]))
  return jids.map((jid) => personOf(known.get(jid) ?? jid))
}

/** Builds the expression for the number of a LID, which is null unless a session of the app knows the number. */
export function numberOfLid(appId: SQL, lid: SQL): SQL<string | null> {
  return sql<
    string | null
  >`(select split_part(m.phone_jid, '@', 1) from sessions s join lid_mappings m on m.session_id = s.id
    where s.app_id = ${appId} and m.lid = ${lid} limit 1)`
}

/** Builds the expression for the person of a number or LID, as `findPersons` computes it. */
export function personSql(appId: SQL, phone: SQL): SQL<string> {
  return sql<string>`case when ${phone} like '%@lid'
    then coalesce(${shortestSpelling(numberOfLid(appId, phone))}, ${phone}) else ${shortestSpelling(phone)} end`
}

/**
 * Builds the condition that the suppression list of an app has a recipient.
 * @param appId an expression for the app
 * @param phone an expression for the recipient's number
 */
export function isSuppressed(appId: SQL, phone: SQL): SQL<boolean> {
  return isListed(appId, personSql(appId, phone))
}

/**
 * Builds the condition that the suppression list of an app has a person. PostgreSQL may compute EXISTS by a hash of all lists, and
 * always looks up this scalar subquery by the key.
 */
export function isListed(appId: SQL, person: SQL): SQL<boolean> {
  return sql<boolean>`coalesce((
    select true from broadcast_suppressions b where b.app_id = ${appId} and b.person = ${person}), false)`
}
