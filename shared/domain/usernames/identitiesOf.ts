import { sql } from 'drizzle-orm'
import { arrayParam, type Queryable } from '#shared/database/index.ts'

/** The LID and the username of a person, as far as a session knows them. */
export interface Identity {
  lid: string | null
  username: string | null
}

/** Returns the LIDs and the usernames of persons, by the given JIDs. The result lacks a JID of which the session knows neither. */
export async function identitiesOf({
  ctx: { db },
  input: { sessionId, jids },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jids: readonly string[] }
}): Promise<Map<string, Identity>> {
  const asked = [...new Set(jids)]
  if (asked.length === 0) return new Map()
  const { rows } = await db.execute<{ jid: string; lid: string; username: string | null }>(sql`
    select distinct on (p.jid) p.jid, p.lid, u.username from (
      select j.jid, j.jid as lid from unnest(${arrayParam(asked)}::text[]) as j (jid) where j.jid like '%@lid'
      union all
      select m.phone_jid, m.lid from lid_mappings m
      where m.session_id = ${sessionId} and m.phone_jid = any(${arrayParam(asked)}::text[])
    ) p left join usernames u on u.session_id = ${sessionId} and u.lid = p.lid
    order by p.jid, u.username nulls last`)
  return new Map(rows.map(({ jid, ...identity }) => [jid, identity]))
}
