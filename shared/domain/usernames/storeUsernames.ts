import { sql } from 'drizzle-orm'
import { arrayParam, type Queryable } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'

/** The current username of a person; null if the person has none. */
export interface KnownUsername {
  /** LID without a device. */
  lid: string
  username: string | null
}

/**
 * Stores current usernames. A username belongs to one person at a time, so that an earlier owner loses it. If the fence rejects the write,
 * the next owner of the partition stores the usernames when WhatsApp repeats them.
 */
export async function storeUsernames({
  ctx: { db },
  input: { lease, sessionId, known },
}: {
  ctx: { db: Queryable }
  input: { lease: Lease; sessionId: string; known: readonly KnownUsername[] }
}): Promise<void> {
  if (known.length === 0) return
  // One statement may change a row only once, so that the last username of a person and the last owner of a username count.
  const byLid = new Map(known.map((one) => [one.lid, one]))
  const byName = new Map([...byLid.values()].map((one) => [one.username?.toLowerCase() ?? one.lid, one]))
  const named = [...byName.values()].filter((one) => one.username !== null)
  const lids = arrayParam([...byLid.keys()])
  const ownLids = arrayParam(named.map(({ lid }) => lid))
  const names = arrayParam(named.map(({ username }) => username ?? ''))
  await db.execute(sql`
    with named as (select * from unnest(${ownLids}::text[], ${names}::text[]) as n (lid, username)),
    lost as (
      delete from usernames u where u.session_id = ${sessionId} and ${holdsLease(lease)} and (
        (u.lid = any(${lids}::text[]) and u.lid not in (select lid from named))
        or exists (select 1 from named n where lower(n.username) = lower(u.username) and n.lid <> u.lid and u.lid not in (select lid from named)))
    )
    insert into usernames (session_id, lid, username)
    select ${sessionId}, n.lid, n.username from named n where ${holdsLease(lease)}
    on conflict (session_id, lid) do update set username = excluded.username where usernames.username <> excluded.username`)
}
