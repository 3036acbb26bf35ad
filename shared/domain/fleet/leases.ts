import { and, eq, inArray, isNull, lt, notInArray, or, sql } from 'drizzle-orm'
import { connectors, type Database, partitions } from '#shared/database/index.ts'
import type { Lease } from './lease.ts'

/**
 * Leases are taken and released in transactions only, because a transaction is what a keeper's connection bounds by lower time-outs than the role's:
 * a session's own would not survive a pooler.
 */
type LeaseDatabase = Pick<Database, 'transaction'>

const asLease = { partition: partitions.id, owner: sql<string>`${partitions.owner}`, epoch: partitions.epoch }
const after = (leaseMs: number) => sql`now() + ${leaseMs} * interval '1 millisecond'`

/** What a connector says of itself with each heartbeat. */
export interface ConnectorLoad {
  id: string
  sessions: number
  partitions: number
  capacity: number
  memoryBytes: number
}

/** Says that a connector is alive and how much it carries, and forgets those that have not said so for long. */
export async function recordHeartbeat({
  ctx: { db },
  input: connector,
}: {
  ctx: { db: LeaseDatabase }
  input: ConnectorLoad
}): Promise<void> {
  const { id: _, ...load } = connector
  await db.transaction(async (tx) => {
    await tx
      .insert(connectors)
      .values(connector)
      .onConflictDoUpdate({
        target: connectors.id,
        set: { ...load, heartbeatAt: sql`now()` },
      })
    // Another connector may be deleting the same rows, in another order.
    await tx.execute(sql`
      delete from ${connectors} where id in (
        select id from ${connectors} where heartbeat_at < now() - interval '1 minute' for update skip locked)`)
  })
}

/**
 * Renews leases and answers those that still are this connector's: a lease that is missing in the answer is lost. A row that somebody else
 * has locked is passed over and not renewed, so that it costs the connector that partition only.
 *
 * A renewal is one statement outside a transaction, so one round trip: it waits for no lock, and a renewal that commits late only
 * prolongs a lease of the same epoch.
 */
export async function renewLeases({
  ctx: { db },
  input: { held, leaseMs },
}: {
  ctx: { db: Pick<Database, 'execute'> }
  input: { held: readonly Lease[]; leaseMs: number }
}): Promise<(Lease & { isRenewed: boolean })[]> {
  const [first] = held
  if (!first) return []
  const pairs = held.map(({ partition, epoch }) => sql`(${partition}::int, ${epoch}::bigint)`)
  const { rows } = await db.execute<{ partition: number; epoch: string; isRenewed: boolean }>(sql`
        with mine as materialized (
          select id, epoch from partitions where owner = ${first.owner} and (id, epoch) in (${sql.join(pairs, sql`, `)})
        ), free as materialized (
          select p.id, p.epoch, p.owner from partitions p join mine on mine.id = p.id for no key update of p skip locked
        ), renewed as (
          update partitions p set expires_at = ${after(leaseMs)}
          from free where p.id = free.id and free.owner = ${first.owner} and (free.id, free.epoch) in (select id, epoch from mine)
          returning p.id
        )
        select mine.id as partition, mine.epoch, renewed.id is not null as "isRenewed"
        from mine left join renewed on renewed.id = mine.id`)
  return rows.map((row) => ({ ...row, owner: first.owner, epoch: Number(row.epoch) }))
}

/** How a fleet stands. */
export interface FleetState {
  /** How many partitions each connector is to have at the most, by how many have said within a lease that they live. */
  share: number
  /** Whether a lease has not been renewed in time: its owner may be dead, and it may soon be free. */
  isFailing: boolean
}

export async function readFleet({
  ctx: { db },
  input: { leaseMs },
}: {
  ctx: { db: Pick<Database, 'execute'> }
  input: { leaseMs: number }
}): Promise<FleetState> {
  const { rows } = await db.execute<{ share: number; isFailing: boolean }>(sql`
    select ceil((select count(*) from ${partitions})::float / greatest(1, count(*)))::int as share,
      exists (
        select 1 from ${partitions} where ${partitions.expiresAt} < now() + ${leaseMs / 2} * interval '1 millisecond'
      ) as "isFailing"
    from ${connectors} where ${connectors.heartbeatAt} > now() - ${leaseMs} * interval '1 millisecond'`)
  return rows[0] ?? { share: 0, isFailing: false }
}

/**
 * Takes free partitions (never owned, released, expired, or given up by this connector), so many at the most. Each that is
 * taken begins a new epoch, also when its last owner was the same.
 */
export async function takeLeases({
  ctx: { db },
  input: { owner, held, wanted, leaseMs },
}: {
  ctx: { db: LeaseDatabase }
  input: { owner: string; held: readonly Lease[]; wanted: number; leaseMs: number }
}): Promise<Lease[]> {
  if (wanted <= 0) return []
  const own = held.map(({ partition }) => partition)
  return await db.transaction(async (tx) => {
    // FOR UPDATE conflicts with a fenced write under the old lease: such a row is passed over and taken in a later
    // round, and so are rows that another taker has.
    const free = await tx
      .select({ id: partitions.id })
      .from(partitions)
      .where(
        and(
          or(isNull(partitions.owner), lt(partitions.expiresAt, sql`now()`), eq(partitions.owner, owner)),
          own.length > 0 ? notInArray(partitions.id, own) : undefined,
        ),
      )
      .orderBy(partitions.id)
      .limit(wanted)
      .for('update', { skipLocked: true })
    if (free.length === 0) return []
    return await tx
      .update(partitions)
      .set({ owner, epoch: sql`${partitions.epoch} + 1`, expiresAt: after(leaseMs) })
      .where(
        inArray(
          partitions.id,
          free.map(({ id }) => id),
        ),
      )
      .returning(asLease)
  })
}

/** Gives a partition back, so that another connector may take it at once. */
export async function releaseLease({
  ctx: { db },
  input: lease,
}: {
  ctx: { db: LeaseDatabase }
  input: Lease
}): Promise<void> {
  await db.transaction((tx) =>
    tx
      .update(partitions)
      .set({ owner: null, expiresAt: null })
      .where(
        and(
          eq(partitions.id, lease.partition),
          eq(partitions.owner, lease.owner),
          eq(partitions.epoch, lease.epoch),
        ),
      ),
  )
}

/** A connector that leaves says so, so that the others share its partitions without waiting. */
export async function removeConnector({
  ctx: { db },
  input: { connectorId },
}: {
  ctx: { db: LeaseDatabase }
  input: { connectorId: string }
}): Promise<void> {
  await db.transaction((tx) => tx.delete(connectors).where(eq(connectors.id, connectorId)))
}

/** Frees all partitions: for a fleet that is known to have no living member, so that its successors need not wait. */
export async function clearLeases({ ctx: { db } }: { ctx: { db: Database } }): Promise<void> {
  await db.update(partitions).set({ owner: null, expiresAt: null })
  await db.delete(connectors)
}
