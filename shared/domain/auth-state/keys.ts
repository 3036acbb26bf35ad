import { and, eq, inArray, sql } from 'drizzle-orm'
import { whatsappKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease, LeaseLost } from '../fleet/index.ts'

/** A sealed Signal key, and where it belongs. */
export interface SealedKey {
  type: string
  id: string
  value: Buffer
}

/** What one step of the Signal ratchet changes: it commits whole or not at all. */
export interface KeyChanges {
  saved: readonly SealedKey[]
  deleted: readonly Omit<SealedKey, 'value'>[]
  /** Decrypted stanzas to journal in the same transaction, by the hash of their ciphertext. */
  journal: readonly { hash: string; value: Buffer; receivedAt: Date }[]
}

/** The sealed keys of a type, those that exist. */
export async function loadKeys(
  ctx: Pick<Context, 'db'>,
  input: { sessionId: string; type: string; ids: readonly string[] },
): Promise<{ id: string; value: Buffer }[]> {
  return await ctx.db
    .select({ id: whatsappKeys.id, value: whatsappKeys.value })
    .from(whatsappKeys)
    .where(
      and(
        eq(whatsappKeys.sessionId, input.sessionId),
        eq(whatsappKeys.type, input.type),
        inArray(whatsappKeys.id, [...input.ids]),
      ),
    )
}

/**
 * Commits changes in one statement, so in one round trip: a first login saves 812 keys, and each message one.
 * @throws LeaseLost
 */
export async function saveKeys(
  ctx: Pick<Context, 'db'>,
  lease: Lease,
  sessionId: string,
  changes: KeyChanges,
): Promise<void> {
  const { saved, deleted, journal } = changes
  const { rows } = await ctx.db.execute<{ held: boolean }>(sql`
    with lease as materialized (select 1 where ${holdsLease(lease)}),
    saved as (
      insert into whatsapp_keys (session_id, type, id, value)
      select ${sessionId}, k.type, k.id, k.value
      from unnest(${array(saved.map((key) => key.type))}::text[], ${array(saved.map((key) => key.id))}::text[],
        ${array(saved.map((key) => key.value))}::bytea[]) as k (type, id, value)
      where exists (select 1 from lease)
      on conflict (session_id, type, id) do update set value = excluded.value
    ),
    deleted as (
      delete from whatsapp_keys
      using unnest(${array(deleted.map((key) => key.type))}::text[], ${array(deleted.map((key) => key.id))}::text[]) as k (type, id)
      where session_id = ${sessionId} and whatsapp_keys.type = k.type and whatsapp_keys.id = k.id
        and exists (select 1 from lease)
    ),
    journal as (
      insert into inbox (session_id, hash, value, received_at)
      select ${sessionId}, j.hash, j.value, j.received_at
      from unnest(${array(journal.map((row) => row.hash))}::text[], ${array(journal.map((row) => row.value))}::bytea[],
        ${array(journal.map((row) => row.receivedAt.toISOString()))}::timestamptz[]) as j (hash, value, received_at)
      where exists (select 1 from lease)
      on conflict do nothing
    )
    select exists (select 1 from lease) as held`)
  if (rows[0]?.held !== true) throw new LeaseLost(lease)
}

/** drizzle spreads a bare array over as many parameters; the driver takes it whole as one. */
function array(values: readonly unknown[]) {
  return sql.param([...values])
}
