import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
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
 * Commits changes of sessions of one partition in one statement, so in one round trip: a first login saves 812 keys, and each
 * message some. Where a key is changed twice, the last counts.
 * @throws LeaseLost
 */
export async function saveKeys(
  ctx: Pick<Context, 'db'>,
  lease: Lease,
  writes: readonly { sessionId: string; changes: KeyChanges }[],
): Promise<void> {
  const { saved, deleted } = lastOfEach(writes)
  const journal = writes.flatMap(({ sessionId, changes }) =>
    changes.journal.map((row) => ({ ...row, sessionId })),
  )
  const { rows } = await ctx.db.execute<{ held: boolean }>(sql`
    with lease as materialized (select 1 where ${holdsLease(lease)})
    ${saved.length > 0 ? insertKeys(saved) : sql``}
    ${deleted.length > 0 ? deleteKeys(deleted) : sql``}
    ${journal.length > 0 ? insertJournal(journal) : sql``}
    select exists (select 1 from lease) as held`)
  if (rows[0]?.held !== true) throw new LeaseLost(lease)
}

type OwnedKey = Omit<SealedKey, 'value'> & { sessionId: string; value: Buffer | null }

/** One statement may write a row once only. */
function lastOfEach(writes: readonly { sessionId: string; changes: KeyChanges }[]) {
  const last = new Map<string, OwnedKey>()
  for (const { sessionId, changes } of writes) {
    for (const key of changes.saved) last.set(nameOf(sessionId, key), { ...key, sessionId })
    for (const key of changes.deleted) last.set(nameOf(sessionId, key), { ...key, sessionId, value: null })
  }
  const keys = [...last.values()]
  return { saved: keys.filter(({ value }) => value !== null), deleted: keys.filter(({ value }) => !value) }
}

function nameOf(sessionId: string, { type, id }: { type: string; id: string }): string {
  return `${sessionId}:${type}:${id}`
}

function insertKeys(keys: readonly OwnedKey[]): SQL {
  return sql`, saved as (
      insert into whatsapp_keys (session_id, type, id, value)
      select k.session_id, k.type, k.id, k.value
      from unnest(${array(keys.map((key) => key.sessionId))}::text[], ${array(keys.map((key) => key.type))}::text[],
        ${array(keys.map((key) => key.id))}::text[], ${array(keys.map((key) => key.value))}::bytea[])
        as k (session_id, type, id, value)
      where exists (select 1 from lease)
      on conflict (session_id, type, id) do update set value = excluded.value
    )`
}

function deleteKeys(keys: readonly OwnedKey[]): SQL {
  return sql`, deleted as (
      delete from whatsapp_keys
      using unnest(${array(keys.map((key) => key.sessionId))}::text[], ${array(keys.map((key) => key.type))}::text[],
        ${array(keys.map((key) => key.id))}::text[]) as k (session_id, type, id)
      where whatsapp_keys.session_id = k.session_id and whatsapp_keys.type = k.type and whatsapp_keys.id = k.id
        and exists (select 1 from lease)
    )`
}

function insertJournal(rows: readonly (KeyChanges['journal'][number] & { sessionId: string })[]): SQL {
  return sql`, journal as (
      insert into inbox (session_id, hash, value, received_at)
      select j.session_id, j.hash, j.value, j.received_at
      from unnest(${array(rows.map((row) => row.sessionId))}::text[], ${array(rows.map((row) => row.hash))}::text[],
        ${array(rows.map((row) => row.value))}::bytea[],
        ${array(rows.map((row) => row.receivedAt.toISOString()))}::timestamptz[]) as j (session_id, hash, value, received_at)
      where exists (select 1 from lease)
      on conflict do nothing
    )`
}

/** drizzle spreads a bare array over as many parameters; the driver takes it whole as one. */
function array(values: readonly unknown[]) {
  return sql.param([...values])
}
