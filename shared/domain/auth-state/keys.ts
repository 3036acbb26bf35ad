import { type SQL, sql } from 'drizzle-orm'
import { arrayParam, whatsappKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { type Fenced, heldLeases, type LeaseLost, leaseColumns, resultsOrLeaseLost } from '../fleet/index.ts'

/** A sealed Signal key with its type and id. */
export interface SealedKey {
  type: string
  id: string
  value: Buffer
}

/** Changes of one ratchet step, which commit together or not at all. */
export interface KeyChanges {
  saved: readonly SealedKey[]
  deleted: readonly Omit<SealedKey, 'value'>[]
  /** Decrypted stanzas to journal in the same transaction, each with the hash of its ciphertext. */
  journal: readonly { hash: string; value: Buffer; receivedAt: Date }[]
}

/** A session's query for keys of one type. */
export interface KeyQuery {
  sessionId: string
  type: string
  ids: readonly string[]
}

/**
 * Loads sealed keys for several queries in one round trip. Returns the existing keys of each query, in the order of the
 * queries.
 */
export async function loadKeys({
  ctx,
  input: queries,
}: {
  ctx: Pick<Context, 'db'>
  input: readonly KeyQuery[]
}): Promise<Pick<SealedKey, 'id' | 'value'>[][]> {
  const wanted = queries.flatMap(({ sessionId, type, ids }, query) =>
    ids.map((id) => ({ query, sessionId, type, id })),
  )
  const rows = await ctx.db
    .select({ query: sql<number>`wanted.query`, id: whatsappKeys.id, value: whatsappKeys.value })
    .from(whatsappKeys)
    .innerJoin(
      sql`unnest(${arrayParam(wanted.map(({ query }) => query))}::int[], ${arrayParam(wanted.map(({ sessionId }) => sessionId))}::text[],
        ${arrayParam(wanted.map(({ type }) => type))}::text[], ${arrayParam(wanted.map(({ id }) => id))}::text[])
        as wanted (query, session_id, type, id)`,
      sql`${whatsappKeys.sessionId} = wanted.session_id and ${whatsappKeys.type} = wanted.type and ${whatsappKeys.id} = wanted.id`,
    )
  const found: Pick<SealedKey, 'id' | 'value'>[][] = queries.map(() => [])
  for (const { query, ...key } of rows) found[query]?.push(key)
  return found
}

/** Fenced key changes of one session. */
export type KeyWrite = Fenced & { sessionId: string; changes: KeyChanges }

/**
 * Commits the key changes of several sessions in one statement and one round trip. The first login of a session saves
 * 812 keys, and each message saves a few. If a session changes a key twice, the last change counts.
 * @returns LeaseLost for each write whose lease is lost, and undefined for each other write
 */
export async function saveKeys({
  ctx,
  input: writes,
}: {
  ctx: Pick<Context, 'db'>
  input: readonly KeyWrite[]
}): Promise<(undefined | LeaseLost)[]> {
  const { saved, deleted } = lastOfEach(writes)
  const journal = writes.flatMap(({ sessionId, lease, changes }) =>
    changes.journal.map((row) => ({ ...row, sessionId, lease })),
  )
  const { rows } = await ctx.db.execute<{ partition: number; epoch: number }>(sql`
    with held as materialized (${heldLeases(writes)})
    ${saved.length > 0 ? insertKeys(saved) : sql``}
    ${deleted.length > 0 ? deleteKeys(deleted) : sql``}
    ${journal.length > 0 ? insertJournal(journal) : sql``}
    select partition, epoch from held`)
  return resultsOrLeaseLost(writes, rows, () => undefined)
}

type OwnedKey = Omit<SealedKey, 'value'> & Fenced & { sessionId: string; value: Buffer | null }

/**
 * Keeps the last change of each key, because one statement may write a row only once. Changes under different epochs
 * stay separate, because a write under a lost lease must not replace a write under a held lease.
 */
function lastOfEach(writes: readonly KeyWrite[]) {
  const last = new Map<string, OwnedKey>()
  for (const { sessionId, lease, changes } of writes) {
    const put = (key: Omit<SealedKey, 'value'>, value: Buffer | null) =>
      last.set(JSON.stringify([lease.epoch, sessionId, key.type, key.id]), {
        ...key,
        value,
        sessionId,
        lease,
      })
    for (const key of changes.saved) put(key, key.value)
    for (const key of changes.deleted) put(key, null)
  }
  const keys = [...last.values()]
  return { saved: keys.filter(({ value }) => value !== null), deleted: keys.filter(({ value }) => !value) }
}

function insertKeys(keys: readonly OwnedKey[]): SQL {
  return sql`, saved as (
      insert into whatsapp_keys (session_id, type, id, value)
      select k.session_id, k.type, k.id, k.value
      from unnest(${leaseColumns(keys)}, ${arrayParam(keys.map((key) => key.sessionId))}::text[], ${arrayParam(keys.map((key) => key.type))}::text[],
        ${arrayParam(keys.map((key) => key.id))}::text[], ${arrayParam(keys.map((key) => key.value))}::bytea[])
        as k (partition, epoch, session_id, type, id, value)
      join held using (partition, epoch)
      on conflict (session_id, type, id) do update set value = excluded.value
    )`
}

function deleteKeys(keys: readonly OwnedKey[]): SQL {
  return sql`, deleted as (
      delete from whatsapp_keys
      using unnest(${leaseColumns(keys)}, ${arrayParam(keys.map((key) => key.sessionId))}::text[], ${arrayParam(keys.map((key) => key.type))}::text[],
        ${arrayParam(keys.map((key) => key.id))}::text[]) as k (partition, epoch, session_id, type, id)
      join held using (partition, epoch)
      where whatsapp_keys.session_id = k.session_id and whatsapp_keys.type = k.type and whatsapp_keys.id = k.id
    )`
}

function insertJournal(
  rows: readonly (KeyChanges['journal'][number] & Fenced & { sessionId: string })[],
): SQL {
  return sql`, journal as (
      insert into inbox (session_id, hash, value, received_at)
      select j.session_id, j.hash, j.value, j.received_at
      from unnest(${leaseColumns(rows)}, ${arrayParam(rows.map((row) => row.sessionId))}::text[], ${arrayParam(rows.map((row) => row.hash))}::text[],
        ${arrayParam(rows.map((row) => row.value))}::bytea[],
        ${arrayParam(rows.map((row) => row.receivedAt.toISOString()))}::timestamptz[])
        as j (partition, epoch, session_id, hash, value, received_at)
      join held using (partition, epoch)
      on conflict do nothing
    )`
}
