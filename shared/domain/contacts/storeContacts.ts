import { sql } from 'drizzle-orm'
import { contacts, type Queryable } from '#shared/database/index.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'

/** Name of a contact, with a JID without a device. */
export interface KnownContact {
  jid: string
  name: string
}

/**
 * Stores contact names. If the fence rejects the write, the next owner of the partition stores the names when WhatsApp
 * repeats them.
 */
export async function storeContacts({
  ctx: { db },
  input: { lease, sessionId, known },
}: {
  ctx: { db: Queryable }
  input: { lease: Lease; sessionId: string; known: readonly KnownContact[] }
}): Promise<void> {
  if (known.length === 0) return
  // One statement may change a row only once, so that the last name counts.
  const unique = [...new Map(known.map((contact) => [contact.jid, contact])).values()]
  const jids = sql.param(unique.map(({ jid }) => jid))
  const names = sql.param(unique.map(({ name }) => name))
  await db.execute(sql`
    insert into ${contacts} (session_id, jid, name)
    select ${sessionId}, c.jid, c.name from unnest(${jids}::text[], ${names}::text[]) as c (jid, name)
    where ${holdsLease(lease)}
    on conflict (session_id, jid) do update set name = excluded.name where contacts.name <> excluded.name`)
}
