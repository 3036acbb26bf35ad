import { and, eq, inArray, isNull, lt, notInArray, or, sql } from 'drizzle-orm'
import { connectors, type Database, partitions } from '#shared/database/index.ts'
import type { Lease } from './lease.ts'

/**
 * Leases are taken and released in transactions only. The keeper's connection sets lower time-outs for each transaction
 * than the role has. Settings of a database session would not survive a pooler.
 */
type LeaseDatabase = Pick<Database, 'transaction'>

const asLease = { partition: partitions.id, owner: sql<string>`${partitions.owner}`, epoch: partitions.epoch }
const after = (leaseMs: number) => sql`now() + ${leaseMs} * interval '1 millisecond'`

/** Load of a connector, as a heartbeat reports it. */
export interface ConnectorLoad {
  id: string
  sessions: number
  partitions: number
  capacity: number
  memoryBytes: number
}

/** Records the heartbeat and load of a connector, and deletes connectors without a heartbeat for one minute. */
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
    // Another connector may delete the same rows in another order, so that this statement skips locked rows.
    await tx.execute(sql`
      delete from ${connectors} where id in (
        select id from ${connectors} where heartbeat_at < now() - interval '1 minute' for update skip locked)`)
  })
}

/**
 * Renews leases, and returns the leases that this connector still holds. A lease that is missing in the result is lost.
 * The statement skips a row that another transaction has locked. A locked row costs the connector that partition only.
 *
 * A renewal is one statement without a transaction, and therefore one round trip. The statement waits for no lock. A
 * renewal that commits late only prolongs a lease of the same epoch.
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

/** State of a fleet. */
export interface FleetState {
  /**
   * Most partitions that each connector should hold. The value depends on the number of connectors with a heartbeat
   * within one lease.
   */
  share: number
  /** True if a lease was not renewed in time: its owner may be dead, and the partition may soon be free. */
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
 * Takes up to `wanted` free partitions: never owned, released, expired, or given up by this connector. Each taken lease
 * begins a new epoch, even if the last owner was this connector.
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
    // FOR UPDATE conflicts with a fenced write under the old lease. A locked row is skipped and taken in a later round.
    // Rows that another connector is taking are skipped too.
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

/** Releases a lease, so that another connector may take the partition at once. */
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

/** Removes a connector that shuts down, so that the other connectors share its partitions without delay. */
export async function removeConnector({
  ctx: { db },
  input: { connectorId },
}: {
  ctx: { db: LeaseDatabase }
  input: { connectorId: string }
}): Promise<void> {
  await db.transaction((tx) => tx.delete(connectors).where(eq(connectors.id, connectorId)))
}

/** Frees all partitions of a fleet without living connectors, so that the next connectors do not wait for expiry. */
export async function clearLeases({ ctx: { db } }: { ctx: { db: Database } }): Promise<void> {
  await db.update(partitions).set({ owner: null, expiresAt: null })
  await db.delete(connectors)
}
