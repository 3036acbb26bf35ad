import { type SQL, sql } from 'drizzle-orm'
import { preparedOn, statement, type ValueOf, whatsappKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import {
  type Fenced,
  heldLeases,
  type LeaseLost,
  type LeaseValues,
  leaseValues,
  resultsOrLeaseLost,
} from '../fleet/index.ts'

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

const loading = preparedOn((db) =>
  db
    .select({ query: sql<number>`wanted.query`, id: whatsappKeys.id, value: whatsappKeys.value })
    .from(whatsappKeys)
    .innerJoin(
      sql`unnest(${sql.placeholder('queries')}::int[], ${sql.placeholder('sessionIds')}::text[],
        ${sql.placeholder('types')}::text[], ${sql.placeholder('ids')}::text[])
        as wanted (query, session_id, type, id)`,
      sql`${whatsappKeys.sessionId} = wanted.session_id and ${whatsappKeys.type} = wanted.type and ${whatsappKeys.id} = wanted.id`,
    )
    .prepare('load_keys'),
)

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
  const rows = await loading(ctx.db).execute({
    queries: wanted.map(({ query }) => query),
    sessionIds: wanted.map(({ sessionId }) => sessionId),
    types: wanted.map(({ type }) => type),
    ids: wanted.map(({ id }) => id),
  })
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
  const save = savingStatement({ saved, deleted, journal })
  const { rows } = await ctx.db.execute<{ partition: number; epoch: number }>(
    save({
      ...leaseValues(writes),
      ...keyColumns('saved', saved),
      'saved.value': saved.map(({ value }) => value),
      ...keyColumns('deleted', deleted),
      ...fenceColumns('journal', journal),
      'journal.hash': journal.map(({ hash }) => hash),
      'journal.value': journal.map(({ value }) => value),
      'journal.receivedAt': journal.map(({ receivedAt }) => receivedAt.toISOString()),
    }),
  )
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

/** The columns of the three tables of a statement. A name is that of the table and of the column. */
type KeyColumns = LeaseValues & Record<`${'saved' | 'deleted' | 'journal'}.${string}`, readonly unknown[]>
type Column = ValueOf<KeyColumns>

function fenceColumns(table: keyof Parts, rows: readonly (Fenced & { sessionId: string })[]) {
  return {
    [`${table}.partition`]: rows.map(({ lease }) => lease.partition),
    [`${table}.epoch`]: rows.map(({ lease }) => lease.epoch),
    [`${table}.sessionId`]: rows.map(({ sessionId }) => sessionId),
  }
}

function keyColumns(table: keyof Parts, keys: readonly OwnedKey[]) {
  return {
    ...fenceColumns(table, keys),
    [`${table}.type`]: keys.map(({ type }) => type),
    [`${table}.id`]: keys.map(({ id }) => id),
  }
}

/** The rows of each table. */
interface Parts {
  saved: readonly unknown[]
  deleted: readonly unknown[]
  journal: readonly unknown[]
}

const statements = new Map<string, (values: KeyColumns) => SQL>()

/** Returns the statement for the tables that have rows. PostgreSQL plans each further table expression. */
function savingStatement({ saved, deleted, journal }: Parts): (values: KeyColumns) => SQL {
  const parts = [
    ...(saved.length > 0 ? [insertKeys] : []),
    ...(deleted.length > 0 ? [deleteKeys] : []),
    ...(journal.length > 0 ? [insertJournal] : []),
  ]
  const name = parts.map((part) => part.name).join()
  const made =
    statements.get(name) ??
    statement<KeyColumns>((column) => {
      const expressions = sql.join(parts.map((part) => part(column)))
      return sql`with held as materialized (${heldLeases(column)})${expressions} select partition, epoch from held`
    })
  statements.set(name, made)
  return made
}

function insertKeys(column: Column): SQL {
  return sql`, saved as (
      insert into whatsapp_keys (session_id, type, id, value)
      select k.session_id, k.type, k.id, k.value
      from unnest(${column('saved.partition')}::int[], ${column('saved.epoch')}::bigint[], ${column('saved.sessionId')}::text[],
        ${column('saved.type')}::text[], ${column('saved.id')}::text[], ${column('saved.value')}::bytea[])
        as k (partition, epoch, session_id, type, id, value)
      join held using (partition, epoch)
      on conflict (session_id, type, id) do update set value = excluded.value
    )`
}

function deleteKeys(column: Column): SQL {
  return sql`, deleted as (
      delete from whatsapp_keys
      using unnest(${column('deleted.partition')}::int[], ${column('deleted.epoch')}::bigint[], ${column('deleted.sessionId')}::text[],
        ${column('deleted.type')}::text[], ${column('deleted.id')}::text[]) as k (partition, epoch, session_id, type, id)
      join held using (partition, epoch)
      where whatsapp_keys.session_id = k.session_id and whatsapp_keys.type = k.type and whatsapp_keys.id = k.id
    )`
}

function insertJournal(column: Column): SQL {
  return sql`, journal as (
      insert into inbox (session_id, hash, value, received_at)
      select j.session_id, j.hash, j.value, j.received_at
      from unnest(${column('journal.partition')}::int[], ${column('journal.epoch')}::bigint[], ${column('journal.sessionId')}::text[],
        ${column('journal.hash')}::text[], ${column('journal.value')}::bytea[], ${column('journal.receivedAt')}::timestamptz[])
        as j (partition, epoch, session_id, hash, value, received_at)
      join held using (partition, epoch)
      on conflict do nothing
    )`
}
