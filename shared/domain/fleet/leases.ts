import { and, eq, inArray, isNull, lt, notInArray, or, type SQL, sql } from 'drizzle-orm'
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
  /** The version of the code and of the configuration; null or absent if the connector does not know it. */
  release?: string | null
  /** True if the connector stops. */
  isLeaving?: boolean
  /** Time since the start of the connector. A row that was deleted meanwhile gets its old start again. */
  uptimeMs?: number
}

/**
 * Time after the start of the newest connector in which a fleet of two releases counts as a rolling update. ECS replaces a connector in
 * less time.
 */
const ROLLING_MS = 15 * 60_000

/** Records the heartbeat and load of a connector, and deletes connectors without a heartbeat for one minute. */
export async function recordHeartbeat({
  ctx: { db },
  input: connector,
}: {
  ctx: { db: LeaseDatabase }
  input: ConnectorLoad
}): Promise<void> {
  const { id, uptimeMs = 0, ...load } = connector
  await db.transaction(async (tx) => {
    await tx
      .insert(connectors)
      .values({ id, ...load, startedAt: sql`now() - ${uptimeMs} * interval '1 millisecond'` })
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

/** State of a fleet, as one connector sees it. */
export interface FleetState {
  /** Number of connectors with a heartbeat within one lease, without those that leave. */
  size: number
  /** Most partitions that each connector should hold. */
  share: number
  /** True if a lease was not renewed in time: its owner may be dead, and the partition may soon be free. */
  isFailing: boolean
  /** True if a connector leaves, or if a partition is free. */
  isChanging: boolean
  /**
   * True during a rolling update: connectors of two releases live, and the newest of them has started lately. The newest release is
   * that of the connector that started last. After a rollback, the newest release is therefore the earlier version.
   */
  isRolling: boolean
  /** True if the rolling update replaces this connector. */
  isOlder: boolean
}

/** @param input.release the release of the connector that asks */
export async function readFleet({
  ctx: { db },
  input: { leaseMs, release = null },
}: {
  ctx: { db: Pick<Database, 'execute'> }
  input: { leaseMs: number; release?: string | null }
}): Promise<FleetState> {
  const { rows } = await db.execute<FleetState & { [column: string]: unknown }>(sql`
    with live as materialized (
      select id, release, is_leaving, started_at from ${connectors}
      where heartbeat_at > now() - ${leaseMs} * interval '1 millisecond'
    ), newest as materialized (
      select release, started_at from live where not is_leaving and release is not null
      order by started_at desc, id desc limit 1
    ), rolling as materialized (
      select release from newest
      where started_at > now() - ${ROLLING_MS} * interval '1 millisecond'
        and exists (select 1 from live where live.release is distinct from newest.release)
    ), members as materialized (
      select greatest(1, count(*))::int as size from live where not is_leaving
    )
    select size,
      ceil((select count(*) from ${partitions})::float / size)::int as share,
      exists (
        select 1 from ${partitions}
        where owner is not null and expires_at < now() + ${leaseMs / 2} * interval '1 millisecond'
      ) as "isFailing",
      exists (select 1 from live where is_leaving) or exists (select 1 from ${partitions} where owner is null) as "isChanging",
      exists (select 1 from rolling) as "isRolling",
      exists (select 1 from rolling where release is distinct from ${release}::text) as "isOlder"
    from members`)
  const [state] = rows
  if (!state) throw new Error('The query of the fleet returned no row.')
  return state
}

/**
 * Takes up to `wanted` free partitions: never owned, released, expired, or given up by this connector. Each taken lease
 * begins a new epoch, even if the last owner was this connector.
 * @param input.freeForMs least time since the release or the end of the last lease, in ms
 */
export async function takeLeases({
  ctx: { db },
  input: { owner, held, wanted, leaseMs, freeForMs = 0 },
}: {
  ctx: { db: LeaseDatabase }
  input: { owner: string; held: readonly Lease[]; wanted: number; leaseMs: number; freeForMs?: number }
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
          or(isFreeFor(freeForMs), eq(partitions.owner, owner)),
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

/** Returns the condition for a partition that has had no valid lease for this time. */
function isFreeFor(freeForMs: number): SQL | undefined {
  const isFree = or(isNull(partitions.owner), lt(partitions.expiresAt, sql`now()`))
  const since = sql`coalesce(${partitions.expiresAt}, '-infinity') <= now() - ${freeForMs} * interval '1 millisecond'`
  return freeForMs === 0 ? isFree : and(isFree, since)
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
      .set({ owner: null, expiresAt: sql`now()` })
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
